//! Commands on a matter: from the API, and from the forms of its page.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Event, Matter, Rules};
use concord_policy::{Action, Actor};
use minijinja::context;

use super::api;
use super::desk::Desk;
use super::drawer::Drawer;
use super::failure::Failure;
use super::form::Fields;
use super::mistakes::{Mistakes, typed};
use super::page::{go_with, shown};
use super::problem;
use super::visit::Visit;

/// A form of a matter's page, as it is shown again when it would not do.
#[derive(Clone, Copy, Debug)]
pub struct FormPage {
    /// What it takes.
    pub action: Action,
    /// Message key of the page's title.
    pub title: &'static str,
    /// Template of the form itself; it sees `case`, `form` and `problems`.
    pub part: &'static str,
    /// Message key that the matter's page greets with afterwards.
    pub flash: &'static str,
}

/// The address of a matter's page.
pub fn matter_url(code: &MatterCode) -> String {
    format!("/desk/matters/{}", code.as_str())
}

impl Desk {
    /// Carries out a command of the API and answers the matter as it is now (201).
    pub async fn answer_command(
        &self,
        visit: &Visit,
        headers: &HeaderMap,
        code: &MatterCode,
        action: Action,
        decide: impl Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Response, Failure> {
        let actor = visit.actor_on(self, code).await?;
        self.answer_command_of(&actor, visit, headers, code, action, decide).await
    }

    /// As [`Desk::answer_command`], for an actor who is known already.
    pub async fn answer_command_of(
        &self,
        actor: &Actor,
        visit: &Visit,
        headers: &HeaderMap,
        code: &MatterCode,
        action: Action,
        decide: impl Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Response, Failure> {
        let matter = self.carry_out(actor, action, code, api::expected(headers)?, decide).await?;
        let view = self.matter_view(actor, visit.lang, &matter).await?;
        Ok(api::versioned(StatusCode::CREATED, &matter, &view))
    }

    /// Carries out the form of a staff page. Where the form names a version, only that one is changed.
    pub async fn carry_out_form(
        &self,
        visit: &Visit,
        code: &MatterCode,
        action: Action,
        form: &Fields,
        decide: impl Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Matter, Failure> {
        self.carry_out(visit.staff()?, action, code, form.expected(), decide).await
    }

    /// Carries out what a form of a staff page says, and goes on to the matter's page; or shows the form again.
    pub async fn submit<C>(
        &self,
        visit: &Visit,
        code: &MatterCode,
        page: FormPage,
        form: &Fields,
        read: Result<C, Failure>,
        decide: impl Fn(&C, &Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Response, Failure> {
        visit.staff()?;
        let done = match read {
            Ok(cmd) => self.carry_out_form(visit, code, page.action, form, |m, r, d| decide(&cmd, m, r, d)).await,
            Err(failure) => Err(failure),
        };
        self.after_form(visit, code, page, form, done).await
    }

    /// Goes on to the matter's page, or shows the form again with what was typed and what would do.
    pub async fn after_form(
        &self,
        visit: &Visit,
        code: &MatterCode,
        page: FormPage,
        form: &Fields,
        done: Result<Matter, Failure>,
    ) -> Result<Response, Failure> {
        match done {
            Ok(_) => Ok(go_with(&matter_url(code), page.flash)),
            Err(
                failure @ (Failure::Invalid(_) | Failure::Refused(_) | Failure::VersionMismatch | Failure::Conflict),
            ) => self.form_again(visit, code, page, form, &failure).await,
            Err(other) => Err(other),
        }
    }

    async fn form_again(
        &self,
        visit: &Visit,
        code: &MatterCode,
        page: FormPage,
        form: &Fields,
        failure: &Failure,
    ) -> Result<Response, Failure> {
        let (matter, history) = self.view(visit.staff()?, code).await?;
        let texts = self.matter_texts(&matter).await?;
        let case = self.case(visit, &matter, &texts).await?;
        let mistakes = match failure {
            Failure::Invalid(_) => self.mistakes(visit, failure.clone())?,
            _ => Mistakes::default().with_news(self.news(visit, &matter, &history, &texts, form).await?),
        };
        let notice = match failure {
            Failure::Refused(_) => {
                let (_, title, detail) = problem::explain(self.templates.messages(), visit.lang, failure);
                Some(context! { title, detail })
            }
            _ => None,
        };
        let ctx = context! {
            heading_text => self.text(visit, page.title, &[]),
            part => page.part,
            case => shown(case),
            form => typed(form),
            notice_shown => notice,
            ..mistakes.context()
        };
        self.page_with(visit, failure.status(), "kit/form_again.html", ctx)
    }
}
