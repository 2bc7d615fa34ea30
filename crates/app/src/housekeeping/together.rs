//! What a rule decides about many matters: read together and recorded together, so that ten thousand deadlines that ran out over a
//! holiday are noted in seconds, while whoever looks at a page stands behind one reading and not behind hundreds.

use concord_domain::code::MatterCode;
use concord_domain::matter::{Event, Matter, Rules};
use concord_policy::Action;
use concord_store::Conn;
use tokio::task::JoinHandle;

use super::jobs::ACTOR;
use crate::kit::desk::{Desk, Expected, load_with_history};
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::recording::Recording;

/// Matters in one transaction: whoever opens a matter meanwhile, which is put on record first, waits for the one that is being written.
const TOGETHER: usize = 12;

pub(super) type Decide<'a> = dyn Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure> + Sync + 'a;

/// Does this with every matter; one that fails holds up no other. Answers for how many it went well.
pub(super) async fn each(desk: &Desk, codes: Vec<MatterCode>, action: Action, decide: &Decide<'_>) -> usize {
    let (mut done, mut left) = (0, Vec::new());
    let mut writing = None;
    for some in codes.chunks(TOGETHER) {
        // The next are read and decided while the last are written.
        let prepared = together(desk, some, action, decide).await;
        if let Some(before) = writing.take() {
            settle(before, &mut done, &mut left).await;
        }
        match prepared {
            Ok(Prepared { ready, unchanged, failed }) => {
                done += unchanged;
                left.extend(failed);
                writing = Some(write(desk, ready));
            }
            Err(failure) => {
                tracing::warn!(%failure, "matters could not be read together");
                left.extend_from_slice(some);
            }
        }
    }
    if let Some(last) = writing {
        settle(last, &mut done, &mut left).await;
    }
    // By itself: somebody else was quicker, or it is wrong in itself.
    for code in left {
        match desk.carry_out(&ACTOR, action, &code, Expected::Any, decide).await {
            Ok(_) => done += 1,
            Err(failure) => tracing::error!(%code, action = action.as_str(), %failure, "unattended work failed"),
        }
    }
    done
}

/// What became of matters that were read together.
struct Prepared {
    ready: Vec<(MatterCode, Recording)>,
    /// Where nothing has to change.
    unchanged: usize,
    failed: Vec<MatterCode>,
}

async fn together(desk: &Desk, codes: &[MatterCode], action: Action, decide: &Decide<'_>) -> Result<Prepared, Failure> {
    let asked = codes.to_vec();
    let load =
        move |c: &mut _| asked.iter().map(|code| load_with_history(c, code)).collect::<Result<Vec<_>, Failure>>();
    let loaded = desk.store.read(load).await?;
    let mut prepared = Prepared { ready: Vec::new(), unchanged: 0, failed: Vec::new() };
    for (code, found) in codes.iter().zip(loaded) {
        let one = match &found {
            Some((matter, _)) => match desk.permit(&ACTOR, action, matter) {
                Ok(permit) => desk.decided(permit, matter, decide).await,
                Err(failure) => Err(failure),
            },
            None => Err(Failure::NotFound),
        };
        match one {
            Ok(Some(recording)) => prepared.ready.push((code.clone(), recording)),
            Ok(None) => prepared.unchanged += 1,
            Err(_) => prepared.failed.push(code.clone()),
        }
    }
    Ok(prepared)
}

/// Matters that are being written; each with whether it went well, or all of them where none did.
struct Writing {
    codes: Vec<MatterCode>,
    outcome: JoinHandle<Result<Vec<bool>, Failure>>,
}

fn write(desk: &Desk, ready: Vec<(MatterCode, Recording)>) -> Writing {
    let (codes, recordings): (Vec<_>, Vec<_>) = ready.into_iter().unzip();
    let store = desk.store.clone();
    let write = move |c: &mut Conn| {
        Ok::<_, Failure>(recordings.iter().map(|recording| c.savepoint(|c| recording.write(c)).is_ok()).collect())
    };
    Writing { codes, outcome: tokio::spawn(async move { store.write_behind(write).await }) }
}

async fn settle(writing: Writing, done: &mut usize, left: &mut Vec<MatterCode>) {
    let outcome = writing.outcome.await.map_err(Failure::fault).flatten();
    match outcome {
        Ok(each) => {
            *done += each.iter().filter(|went| **went).count();
            left.extend(writing.codes.into_iter().zip(each).filter(|(_, went)| !went).map(|(code, _)| code));
        }
        Err(failure) => {
            tracing::warn!(%failure, "matters could not be recorded together");
            left.extend(writing.codes);
        }
    }
}
