//! The one way in: every channel files a report through here.

use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::{AccessKey, MatterCode, MatterId};
use concord_domain::correspondence::{self, Correspondent};
use concord_domain::diversion::arrival;
use concord_domain::intake::{self, NewParty, Open};
use concord_domain::matter::{
    AccountId, Audience, Channel, ClockStarted, DangerKind, Event, Language, Matter, PartyRole, PersonDetails, Urgency,
    Way,
};
use concord_domain::playbook::{Answers, Facts, Playbook, Suggestion};
use concord_domain::region::{RegionCode, Tier};
use concord_domain::sealed::Sealed;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Permit};
use concord_store::Conn;
use jiff::civil::Date;

use super::arrival::Paper;
use super::danger;
use super::desk::Desk;
use super::drawer::{Drawer, TextKind};
use super::failure::Failure;
use super::ids::hash;
use super::place::Places;
use super::recording::Recording;
use super::upload::Kept;

mod checks;

pub use checks::{check, check_person, email_fits, phone_fits};
use checks::{keep_answers, tidy};

/// Codes tried for one filing.
const ATTEMPTS: usize = 4;

/// What somebody filed, by whatever door; texts as they were typed.
#[derive(Clone, Debug)]
pub struct Filing {
    pub channel: Channel,
    pub category: Option<CategoryCode>,
    pub region: Option<RegionCode>,
    /// A place in words; also finds the region where none is named.
    pub place: String,
    pub lon_lat: Option<(f64, f64)>,
    pub narrative: String,
    pub language: Language,
    pub applicant: PersonDetails,
    /// Who speaks for the applicant.
    pub representative: Option<PersonDetails>,
    pub respondents: Vec<PersonDetails>,
    pub happened_on: Option<Date>,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub answers: Answers,
    /// What somebody answered to the question about danger.
    pub danger: Vec<DangerKind>,
    /// Set by a person; otherwise the playbook suggests.
    pub urgency: Option<Urgency>,
    pub filed_by: Option<AccountId>,
    pub source: Option<String>,
    pub external_id: Option<String>,
    /// Photos, papers and recordings that came with it: for those who handle it, not for the other side.
    pub files: Vec<Kept>,
    /// The paper of another body that sent it; the files are its papers then.
    pub arrival: Option<Paper>,
}

impl Filing {
    /// An empty one by a channel.
    pub fn by(channel: Channel) -> Self {
        Self {
            channel,
            category: None,
            region: None,
            place: String::new(),
            lon_lat: None,
            narrative: String::new(),
            language: Language::Zh,
            applicant: PersonDetails::default(),
            representative: None,
            respondents: Vec::new(),
            happened_on: None,
            amount: None,
            answers: Answers::default(),
            danger: Vec::new(),
            urgency: None,
            filed_by: None,
            source: None,
            external_id: None,
            files: Vec::new(),
            arrival: None,
        }
    }
}

/// What the person gets back.
#[derive(Clone, Debug)]
pub struct Filed {
    pub matter: Matter,
    pub key: AccessKey,
    /// The first promise: what happens next, and by when.
    pub next: Option<ClockStarted>,
    /// Who has it.
    pub body: BodyId,
}

/// What follows from a report at once.
pub type Then<'a> = dyn Fn(&Matter, &mut Drawer<'_>) -> Result<Vec<Event>, Failure> + Sync + 'a;

/// What follows, and the action that permits all of it where that is not filing.
type More<'a> = (Option<Action>, &'a Then<'a>);

/// A filing that was checked and decided, ready for the writer.
#[derive(Debug)]
pub struct Prepared {
    pub recording: Recording,
    pub filed: Filed,
}

/// Where a filing would go, and why: shown before it is sent, and to the coordinator.
#[derive(Clone, Debug)]
pub struct Routing {
    pub category: CategoryCode,
    pub region: RegionCode,
    pub body: BodyId,
    pub suggestion: Suggestion,
}

impl Desk {
    /// Files a report: acknowledged only once it is on disk.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with every field that will not do; [`Failure::Forbidden`]; [`Failure::Refused`].
    pub async fn file(&self, actor: &Actor, filing: Filing) -> Result<Filed, Failure> {
        self.file_then(actor, filing, None).await
    }

    /// Files a report, and records what follows from it at once in the same transaction.
    pub async fn file_and(&self, actor: &Actor, filing: Filing, then: &Then<'_>) -> Result<Filed, Failure> {
        self.file_then(actor, filing, Some((None, then))).await
    }

    /// As [`Desk::file_and`], for what is permitted as a whole, by an action of its own.
    pub async fn file_as(
        &self,
        actor: &Actor,
        action: Action,
        filing: Filing,
        then: &Then<'_>,
    ) -> Result<Filed, Failure> {
        self.file_then(actor, filing, Some((Some(action), then))).await
    }

    async fn file_then(&self, actor: &Actor, filing: Filing, then: Option<More<'_>>) -> Result<Filed, Failure> {
        let prepare = || {
            let (id, code) = (MatterId(self.ids.next()), self.ids.code());
            let prepared = self.prepare_as(actor, filing.clone(), id, code, then)?;
            Ok((prepared, |c: &mut Conn, recording: &Recording| recording.write(c)))
        };
        let (filed, ()) = self.record_new(prepare).await?;
        self.tell_at_once(&filed.matter).await;
        Ok(filed)
    }

    /// Has a new matter written, prepared anew while its code is somebody's already. A code is made by chance: among a million matters
    /// two in a million new ones meet one that is taken.
    pub async fn record_new<T, W>(
        &self,
        prepare: impl Fn() -> Result<(Prepared, W), Failure>,
    ) -> Result<(Filed, T), Failure>
    where
        T: Send + 'static,
        W: Fn(&mut Conn, &Recording) -> Result<T, Failure> + Send + 'static,
    {
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            let (Prepared { recording, filed }, write) = prepare()?;
            match self.store.write_again(move |c| write(c, &recording)).await {
                Err(failure) if left > 0 && failure.is_taken() => {}
                answer => return answer.map(|found| (filed, found)),
            }
        }
    }

    /// Checks and decides a filing without writing it.
    pub fn prepare(&self, actor: &Actor, filing: Filing) -> Result<Prepared, Failure> {
        self.prepare_as(actor, filing, MatterId(self.ids.next()), self.ids.code(), None)
    }

    fn prepare_as(
        &self,
        actor: &Actor,
        filing: Filing,
        id: MatterId,
        code: MatterCode,
        then: Option<More<'_>>,
    ) -> Result<Prepared, Failure> {
        check(&filing, self.today())?;
        let routing = self.route(&filing)?;
        let permit = self.permit_filing(actor, &filing, &routing.region, then.and_then(|(action, _)| action))?;
        let rules = self.rules_for(&routing.category, &routing.region);
        let answers = keep_answers(rules.playbook, &filing.answers)?;
        let signs = signs_of(&filing, rules.playbook, &answers);
        let mut drawer = Drawer::new(&self.ids);
        let key = self.ids.access_key();
        let parties = parties(&filing, &mut drawer, &key);
        let report = intake::Report {
            channel: filing.channel,
            narrative: drawer.seal(TextKind::Narrative, filing.narrative.trim()),
            answers: seal_answers(&answers, &mut drawer)?,
            place: drawer.seal_some(TextKind::Place, &filing.place),
            happened_on: filing.happened_on,
            amount: filing.amount,
            language: filing.language,
            filed_by: filing.filed_by,
            source: filing.source,
            external_id: filing.external_id,
        };
        let open = Open {
            code,
            report,
            region: routing.region,
            category: routing.category,
            urgency: filing.urgency.unwrap_or(routing.suggestion.urgency),
            body: routing.body,
            parties,
        };
        let mut events = intake::open(open, &rules)?;
        let files = drawer.attach(&filing.files, Audience::Staff, Some(Correspondent::Party(1)));
        events.extend(correspondence::attach_first(files)?);
        // What was decided is folded only where something follows from it: most reports are nothing but a report.
        if !signs.is_empty()
            && let Some(opened) = self.opened(id, &events)
        {
            events.extend(danger::noted(&opened, &signs, &rules)?);
        }
        let next = intake::first_promise(&events).cloned();
        if let Some(paper) = &filing.arrival
            && let Some(opened) = self.opened(id, &events)
        {
            let papers = opened.files.iter().map(|file| file.no).collect();
            events.extend(arrival::record(&opened, paper.command(1, papers, &mut drawer), &rules)?);
        }
        if let Some((_, then)) = then
            && let Some(opened) = self.opened(id, &events)
        {
            events.extend(then(&opened, &mut drawer)?);
        }
        let recording = self.opening(&permit, id, events, drawer)?;
        let matter = recording.after.clone();
        Ok(Prepared { recording, filed: Filed { matter, key, next, body: routing.body } })
    }

    /// Asks whether the actor may file there: whoever is away from home tells it where they are. An action that permits all that
    /// follows is asked for in its place.
    fn permit_filing(
        &self,
        actor: &Actor,
        filing: &Filing,
        region: &RegionCode,
        all: Option<Action>,
    ) -> Result<Permit, Failure> {
        let there = Subject::Region(region.as_str().to_owned());
        if let Some(action) = all {
            return self.permit_on(actor, action, &there);
        }
        let away = filing.arrival.as_ref().is_some_and(|paper| paper.way == Way::Away);
        let elsewhere = away && !self.policy.allows(actor, Action::FileReport, &there);
        self.permit_on(actor, if elsewhere { Action::FileElsewhere } else { Action::FileReport }, &there)
    }

    /// Finds the kind of dispute, the region and who would have it.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for an unknown region or category, or where no body serves the region.
    pub fn route(&self, filing: &Filing) -> Result<Routing, Failure> {
        let places = self.places();
        let region = find_region(&places, filing)?;
        let category = match &filing.category {
            Some(code) if self.categories.contains(code) => code.clone(),
            Some(_) => return Err(Failure::field("category", "problem-category")),
            None => match self.playbooks.classify(&filing.narrative).into_iter().next() {
                Some(guess) => guess.category,
                None => self.playbooks.general().category.clone(),
            },
        };
        let playbook = self.playbooks.for_category(&category);
        let suggestion = playbook.suggest(&Facts {
            answers: filing.answers.clone(),
            narrative: filing.narrative.clone(),
            amount: filing.amount,
            parties: 1 + filing.respondents.len() as u32,
            tier: Some(region.tier()),
            ..Facts::default()
        });
        let body = places
            .first_body(&region, &category, Some(suggestion.tier), &suggestion.body_kinds)
            .ok_or_else(|| Failure::field("region", "problem-no-body"))?
            .id;
        Ok(Routing { category, region, body, suggestion })
    }
}

fn seal_answers(answers: &Answers, drawer: &mut Drawer<'_>) -> Result<Option<Sealed>, Failure> {
    if answers.is_empty() {
        return Ok(None);
    }
    let json = serde_json::to_string(answers).map_err(Failure::fault)?;
    Ok(Some(drawer.seal(TextKind::Answers, &json)))
}

fn parties(filing: &Filing, drawer: &mut Drawer<'_>, key: &AccessKey) -> Vec<NewParty> {
    let mut parties = vec![NewParty {
        role: PartyRole::Applicant,
        person: drawer.seal_person(&tidy(&filing.applicant)),
        representative: filing.representative.as_ref().map(|p| drawer.seal_person(&tidy(p))),
        key_hash: Some(hash(key.as_str())),
    }];
    parties.extend(filing.respondents.iter().filter(|p| !p.name.trim().is_empty()).map(|person| NewParty {
        role: PartyRole::Respondent,
        person: drawer.seal_person(&tidy(person)),
        representative: None,
        key_hash: None,
    }));
    parties
}

/// The signs of danger in it. What comes out of another register is old: nobody is called at night for it.
fn signs_of(filing: &Filing, playbook: &Playbook, answers: &Answers) -> danger::Signs {
    match filing.channel {
        Channel::Import => Vec::new(),
        _ => danger::signs(playbook, &filing.narrative, answers, &filing.danger),
    }
}

fn find_region(places: &Places, filing: &Filing) -> Result<RegionCode, Failure> {
    if let Some(code) = &filing.region {
        return match places.region(code) {
            Some(region) => Ok(region.code.clone()),
            None => Err(Failure::field("region", "problem-region")),
        };
    }
    if let Some((lon, lat)) = filing.lon_lat {
        return match places.region_at(lon, lat) {
            Some(region) => Ok(region.code.clone()),
            None => Err(Failure::field("region", "problem-region-far")),
        };
    }
    let by_words = [&filing.place, &filing.applicant.address, &filing.narrative]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .find_map(|text| places.region_in_text(text));
    // Nobody is sent away for not knowing the area's name: the centre of the whole installation finds out.
    match by_words.or_else(|| places.roots().next()) {
        Some(region) => Ok(region.code.clone()),
        None => Err(Failure::field("region", "problem-no-region")),
    }
}

/// The lowest tier that a person should be asked for.
pub const ASKED_TIER: Tier = Tier::Village;
