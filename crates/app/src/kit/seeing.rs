//! Looking into a matter's file: permitted, and on record before anything is shown.

use std::collections::HashMap;

use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, Recorded};
use concord_policy::{Action, Actor};
use concord_store::{Conn, Fault};

use super::desk::{Desk, load_with_history, texts_for};
use super::failure::Failure;
use super::look_queries::{self, Look};

impl Desk {
    /// Loads a matter that the actor may see. That staff opened it is on record before they see it: once for each person
    /// and day, and the party can read it.
    pub async fn view(&self, actor: &Actor, code: &MatterCode) -> Result<(Matter, Vec<Recorded>), Failure> {
        self.view_for(actor, Action::ViewMatter, code).await
    }

    /// As [`Desk::view`], for somebody who may do this with the matter and sees what that takes.
    pub async fn view_for(
        &self,
        actor: &Actor,
        action: Action,
        code: &MatterCode,
    ) -> Result<(Matter, Vec<Recorded>), Failure> {
        let (matter, history, ()) = self.look(actor, action, code, |_, _| Ok(())).await?;
        Ok((matter, history))
    }

    /// As [`Desk::view`], with all texts of the matter; erased ones are absent.
    pub async fn view_with_texts(
        &self,
        actor: &Actor,
        code: &MatterCode,
    ) -> Result<(Matter, Vec<Recorded>, HashMap<i64, String>), Failure> {
        self.look(actor, Action::ViewMatter, code, |c, matter| Ok(texts_for(c, matter)?)).await
    }

    async fn look<T: Send + 'static>(
        &self,
        actor: &Actor,
        action: Action,
        code: &MatterCode,
        more: impl FnOnce(&mut Conn, &Matter) -> Result<T, Failure> + Send + 'static,
    ) -> Result<(Matter, Vec<Recorded>, T), Failure> {
        let (wanted, account, today) = (code.clone(), actor.account(), self.today());
        let (matter, history, noted, more) = self
            .store
            .read_briefly(move |c| -> Result<_, Failure> {
                let (matter, history) = load_with_history(c, &wanted)?.ok_or(Failure::NotFound)?;
                let noted = match account {
                    Some(account) => look_queries::is_noted(c, matter.id, account, today)?,
                    None => true,
                };
                let more = more(c, &matter)?;
                Ok((matter, history, noted, more))
            })
            .await?;
        self.permit(actor, action, &matter)?;
        if let (Some(account), false) = (account, noted) {
            let body = actor.roles().first().map_or(0, |held| held.body);
            let (id, look) = (matter.id, Look { account, body, at: self.now() });
            self.store.write(move |c| look_queries::note(c, id, today, &look)).await?;
        }
        Ok((matter, history, more))
    }

    /// Who opened a matter's file, latest first.
    pub async fn looks(&self, matter: &Matter) -> Result<Vec<Look>, Fault> {
        let id = matter.id;
        self.store.read(move |c| look_queries::of_matter(c, id)).await
    }
}
