//! What is decided about diversion, for pages and API alike.

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::diversion::{Letter, advice, arrival, consent, outward};
use concord_domain::matter::{Event, Ground, Handed, Matter, Noted, ResultThere, Rules, Wish};
use concord_policy::{Action, Actor};
use jiff::civil::Date;

use crate::kit::arrival::Paper;
use crate::kit::bodies::acts_for;
use crate::kit::check::Check;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};

/// A letter as it was typed.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub exit: String,
    pub body: Option<BodyId>,
    pub ground: Ground,
    pub consents: Vec<u32>,
    pub letter: Letter,
    pub files: Vec<u32>,
}

impl Outgoing {
    /// Reads what came; a letter goes to somebody who is named, only a call for help in danger does not wait for a name.
    pub fn read(mut self, check: &mut Check) -> Self {
        let named = self.body.is_some() || self.ground == Ground::Danger;
        let l = &mut self.letter;
        l.receiver = if named { check.some_text("receiver", &l.receiver) } else { check.text("receiver", &l.receiver) };
        l.consents_how = check.some_text("consents_how", &l.consents_how);
        self
    }
}

/// Something that is done about what came from others or goes to others.
#[derive(Clone, Debug)]
pub enum Act {
    Record {
        report: u32,
        paper: Paper,
        files: Vec<u32>,
    },
    Receipt {
        no: u32,
    },
    SendBack {
        no: u32,
        reason: String,
    },
    Answer {
        no: u32,
        text: String,
        until: Option<Date>,
    },
    Send(Outgoing),
    /// Parties are asked whether they want it to go by an exit.
    Ask {
        exit: String,
        parties: Vec<u32>,
        text: String,
    },
    /// A party's own answer to a question.
    Wish {
        no: u32,
        party: u32,
        wish: Wish,
        reason: String,
    },
    Sign {
        no: u32,
    },
    Refuse {
        no: u32,
        reason: String,
    },
    Recall {
        no: u32,
        reason: String,
    },
    Outcome {
        no: u32,
        result: ResultThere,
        text: String,
    },
    HandOver {
        party: u32,
        how: Handed,
    },
}

/// On whose side somebody stands to what was sent: the receiver's, or the one that sent it and notes what it hears.
pub fn side(desk: &Desk, actor: &Actor, matter: &Matter, no: u32) -> Noted {
    let body = matter.diversions.iter().find(|d| d.no == no).and_then(|d| d.body);
    let receives = body.is_some_and(|body| acts_for(actor, body)) && desk.may(actor, Action::AnswerDiversion, matter);
    if receives { Noted::Receiver } else { Noted::Sender }
}

impl Act {
    fn action(&self, side: Noted) -> Action {
        match self {
            Self::Record { .. } | Self::Receipt { .. } | Self::Answer { .. } => Action::AnswerSender,
            Self::SendBack { .. } => Action::ReturnMatter,
            Self::Send(_) | Self::Ask { .. } | Self::Recall { .. } => Action::DivertMatter,
            Self::Wish { .. } => Action::AnswerConsent,
            Self::Sign { .. } | Self::Refuse { .. } | Self::Outcome { .. } => match side {
                Noted::Receiver => Action::AnswerDiversion,
                Noted::Sender => Action::DivertMatter,
            },
            Self::HandOver { .. } => Action::HandOverAdvice,
        }
    }

    /// The diversion that it is about.
    fn of_diversion(&self) -> Option<u32> {
        match self {
            Self::Sign { no } | Self::Refuse { no, .. } | Self::Outcome { no, .. } => Some(*no),
            _ => None,
        }
    }

    fn decide(&self, side: Noted, m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(match self {
            Self::Record { report, paper, files } => arrival::record(m, paper.command(*report, files.clone(), d), r)?,
            Self::Receipt { no } => arrival::receipt(m, *no, r)?,
            Self::SendBack { no, reason } => arrival::send_back(m, *no, d.seal(TextKind::Reason, reason), r)?,
            Self::Answer { no, text, until } => arrival::answer(m, *no, d.seal(TextKind::Feedback, text), *until, r)?,
            Self::Send(out) => {
                let json = serde_json::to_string(&out.letter).map_err(Failure::fault)?;
                let on_word = out.ground == Ground::Consent && consent::is_on_word(m, &out.exit, &out.consents);
                let send = outward::Send {
                    exit: out.exit.clone(),
                    body: out.body,
                    ground: out.ground,
                    consents: out.consents.clone(),
                    letter: d.seal(TextKind::Letter, &json),
                    files: out.files.clone(),
                };
                let sent = outward::send(m, send, r)?;
                // Nobody is sent away by a tick alone.
                if on_word && out.letter.consents_how.is_empty() {
                    return Err(Failure::field("consents_how", "problem-missing"));
                }
                sent
            }
            Self::Ask { exit, parties, text } => {
                let text = d.seal_some(TextKind::Reason, text);
                consent::ask(m, consent::Ask { exit: exit.clone(), parties: parties.clone(), text }, r)?
            }
            Self::Wish { no, party, wish, reason } => {
                consent::answer(m, (*no, *party), *wish, d.seal_some(TextKind::Reason, reason), r)?
            }
            Self::Sign { no } => outward::sign(m, *no, side, r)?,
            Self::Refuse { no, reason } => outward::refuse(m, *no, d.seal(TextKind::Reason, reason), r)?,
            Self::Recall { no, reason } => outward::recall(m, *no, d.seal(TextKind::Reason, reason), r)?,
            Self::Outcome { no, result, text } => {
                outward::outcome(m, *no, *result, d.seal_some(TextKind::Outcome, text), r)?
            }
            Self::HandOver { party, how } => advice::hand_over(m, *party, *how, r)?,
        })
    }
}

/// Bodies that are named must exist, and those that receive must take work.
fn known(desk: &Desk, act: &Act) -> Result<(), Failure> {
    let places = desk.places();
    let wrong = |field: &str| Err(FieldProblem::new(field, "problem-not-a-choice").into());
    match act {
        Act::Record { paper, .. } if paper.sender.is_some_and(|id| places.body(id).is_none()) => wrong("sender_body"),
        Act::Send(out) if out.body.is_some_and(|id| places.body(id).is_none() || places.is_closed(id)) => {
            wrong("receiver_body")
        }
        _ => Ok(()),
    }
}

/// Does one of these.
pub async fn act(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    act: &Act,
) -> Result<Matter, Failure> {
    known(desk, act)?;
    let side = match act.of_diversion() {
        Some(no) => side(desk, actor, &desk.load(code).await?, no),
        None => Noted::Sender,
    };
    desk.carry_out(actor, act.action(side), code, expected, |m, r, d| act.decide(side, m, r, d)).await
}
