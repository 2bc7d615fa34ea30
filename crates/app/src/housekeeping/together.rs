//! What a rule decides about many matters: read together and recorded together, so that ten thousand deadlines that ran out over a
//! holiday are noted in seconds, while whoever looks at a page stands behind one reading and not behind hundreds.

use concord_domain::code::MatterCode;
use concord_domain::matter::{Event, Matter, Rules};
use concord_policy::Action;

use super::jobs::ACTOR;
use crate::kit::desk::{Desk, Expected, load_with_history};
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::recording::Recording;

/// Matters in one transaction: more would let others wait for the writer.
const TOGETHER: usize = 50;

pub(super) type Decide<'a> = dyn Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure> + Sync + 'a;

/// Does this with every matter; one that fails holds up no other. Answers for how many it went well.
pub(super) async fn each(desk: &Desk, codes: Vec<MatterCode>, action: Action, decide: &Decide<'_>) -> usize {
    let mut done = 0;
    for some in codes.chunks(TOGETHER) {
        let (went, left) = match together(desk, some, action, decide).await {
            Ok(outcome) => outcome,
            Err(failure) => {
                tracing::warn!(%failure, "matters could not be recorded together");
                (0, some.to_vec())
            }
        };
        done += went;
        // By itself: somebody else was quicker, or it is wrong in itself.
        for code in left {
            match desk.carry_out(&ACTOR, action, &code, Expected::Any, decide).await {
                Ok(_) => done += 1,
                Err(failure) => tracing::error!(%code, action = action.as_str(), %failure, "unattended work failed"),
            }
        }
    }
    done
}

/// How many went well, and those that have to be tried by themselves.
async fn together(
    desk: &Desk,
    codes: &[MatterCode],
    action: Action,
    decide: &Decide<'_>,
) -> Result<(usize, Vec<MatterCode>), Failure> {
    let asked = codes.to_vec();
    let load =
        move |c: &mut _| asked.iter().map(|code| load_with_history(c, code)).collect::<Result<Vec<_>, Failure>>();
    let loaded = desk.store.read(load).await?;
    let (mut done, mut left, mut ready) = (0, Vec::new(), Vec::new());
    for (code, found) in codes.iter().zip(loaded) {
        let prepared = match &found {
            Some((matter, _)) => prepared(desk, matter, action, decide).await,
            None => Err(Failure::NotFound),
        };
        match prepared {
            Ok(Some(recording)) => ready.push((code.clone(), recording)),
            Ok(None) => done += 1,
            Err(_) => left.push(code.clone()),
        }
    }
    let write = move |c: &mut concord_store::Conn| {
        let outcome = |(code, recording): (MatterCode, Recording)| (code, c.savepoint(|c| recording.write(c)).is_ok());
        Ok::<_, Failure>(ready.into_iter().map(outcome).collect::<Vec<_>>())
    };
    for (code, went) in desk.store.write(write).await? {
        if went { done += 1 } else { left.push(code) }
    }
    Ok((done, left))
}

/// What is to be recorded of one matter; nothing where nothing has to change.
async fn prepared(
    desk: &Desk,
    matter: &Matter,
    action: Action,
    decide: &Decide<'_>,
) -> Result<Option<Recording>, Failure> {
    let permit = desk.permit(&ACTOR, action, matter)?;
    let mut drawer = Drawer::new(&desk.ids);
    let decided = decide(matter, &desk.rules(matter), &mut drawer)?;
    if decided.is_empty() {
        return Ok(None);
    }
    let events = desk.with_rise(matter, decided).await?;
    desk.recording(permit, matter, events, drawer).await.map(Some)
}
