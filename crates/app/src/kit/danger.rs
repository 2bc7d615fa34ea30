//! Signs of danger: found in what is reported, told to whoever is on duty, shown with what can be done.

use concord_domain::danger;
use concord_domain::matter::{DangerKind, Event, Matter, Meta, Rules, SignSource};
use concord_domain::playbook::{Answers, DangerGuide, Facts, Playbook};
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::desk::{Desk, Expected};
use super::drawer::Drawer;
use super::failure::Failure;
use super::messages::Lang;
use super::rosters::OnDuty;

/// Who tells, in the journal.
const RULE: Actor = Actor::System("rule");

/// Kinds of danger, and by what they came to be seen.
pub type Signs = Vec<(SignSource, Vec<DangerKind>)>;

/// The signs in a report: by its words, by its answers, by what was said when asked.
pub fn signs(playbook: &Playbook, narrative: &str, answers: &Answers, asked: &[DangerKind]) -> Signs {
    let facts = Facts { answers: answers.clone(), narrative: narrative.to_owned(), ..Facts::default() };
    let found = playbook.signs(&facts);
    let of = |by: SignSource| found.iter().filter(move |sign| sign.by == by).map(|sign| sign.kind);
    let mut answered: Vec<DangerKind> = asked.iter().copied().chain(of(SignSource::Answer)).collect();
    answered.sort_unstable();
    answered.dedup();
    let all = [(SignSource::Answer, answered), (SignSource::Words, of(SignSource::Words).collect())];
    all.into_iter().filter(|(_, kinds)| !kinds.is_empty()).collect()
}

/// What follows from signs in a report.
///
/// # Errors
/// As [`danger::see`].
pub fn noted(matter: &Matter, signs: &Signs, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let meta = Meta { at: rules.now, actor: String::new() };
    let mut after = matter.clone();
    let mut all = Vec::new();
    for (by, kinds) in signs {
        let events = danger::see(&after, kinds.clone(), *by, None, rules)?;
        after = after.after(&events, &meta);
        all.extend(events);
    }
    Ok(all)
}

impl Desk {
    /// Tells whoever is on duty, where that was not done: after a report is on disk, so that nobody who reports waits for it or
    /// fails by it. What goes wrong here is made good by the house's own work within a minute.
    pub async fn tell_at_once(&self, matter: &Matter) {
        if !matter.open_danger().is_some_and(danger::Danger::is_untold) {
            return;
        }
        if let Err(failure) = self.tell_danger(matter).await {
            tracing::error!(code = %matter.code, %failure, "telling whoever is on duty");
        }
    }

    /// Records who was told.
    ///
    /// # Errors
    /// As [`Desk::carry_out`].
    pub async fn tell_danger(&self, matter: &Matter) -> Result<(), Failure> {
        let found = self.on_duty_for(matter.responsible).await?;
        let Some(OnDuty { body, accounts, by }) = found else {
            tracing::error!(code = %matter.code, "nobody is there to be told of a danger");
            return Ok(());
        };
        let decide =
            |m: &Matter, rules: &Rules<'_>, _: &mut Drawer<'_>| Ok(danger::tell(m, body, accounts.clone(), by, rules)?);
        self.carry_out(&RULE, Action::SignDanger, &matter.code, Expected::Any, decide).await.map(drop)
    }

    /// What somebody can do at once about these kinds of danger, each thing once.
    pub fn danger_advice(&self, lang: Lang, kinds: &[DangerKind]) -> Vec<Value> {
        let tag = lang.tag();
        let mut phones: Vec<&str> = Vec::new();
        let mut shown = Vec::new();
        for advice in self.playbooks.dangers().of(kinds).flat_map(|guide| &guide.advice) {
            if let Some(phone) = advice.phone.as_deref() {
                if phones.contains(&phone) {
                    continue;
                }
                phones.push(phone);
            }
            let (label, text) = (advice.label.in_lang(tag).to_owned(), advice.text.in_lang(tag).to_owned());
            shown.push(context! { label, text, phone => &advice.phone });
        }
        shown
    }

    /// What the staff go through about these kinds of danger.
    pub fn danger_checks(&self, lang: Lang, kinds: &[DangerKind]) -> Vec<Value> {
        let tag = lang.tag();
        let checks = self.playbooks.dangers().of(kinds).flat_map(|guide| &guide.checks);
        checks
            .map(|check| {
                let source = check.source.as_ref().map(|source| source.in_lang(tag).to_owned());
                context! { text => check.text.in_lang(tag), source }
            })
            .collect()
    }

    /// The question about danger, with its answers; none where the house asks none.
    pub fn danger_question(&self, lang: Lang) -> Option<Value> {
        let (dangers, tag) = (self.playbooks.dangers(), lang.tag());
        let (question, help) = dangers.question.as_ref()?;
        let option = |guide: &DangerGuide| {
            context! { value => guide.kind.as_str(), label => guide.answer.in_lang(tag) }
        };
        Some(context! {
            question => question.in_lang(tag),
            help => help.in_lang(tag),
            options => dangers.all().iter().map(option).collect::<Vec<_>>(),
        })
    }
}

/// The kinds that were ticked in a form or named in JSON; what is none of them is left out.
pub fn kinds<'a>(words: impl Iterator<Item = &'a str>) -> Vec<DangerKind> {
    let mut kinds: Vec<DangerKind> = words.filter_map(DangerKind::parse).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}
