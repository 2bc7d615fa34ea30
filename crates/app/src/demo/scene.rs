//! Who is in a matter, where it happens and what is told of it.

use concord_domain::category::CategoryCode;
use concord_domain::matter::PersonDetails;
use concord_domain::region::RegionCode;
use jiff::civil::Date;

use super::almanac::Almanac;
use super::city::{City, Town, Village};
use super::corpus::{Corpus, English, Kind, Pair, Tale};
use super::dice::Dice;
use super::template::{Scene, Sentence, Slot, slot};

pub const APPLICANT: Slot = slot("a");
pub const RESPONDENT: Slot = slot("p");
pub const MEDIATOR: Slot = slot("mediator");
const AMOUNT: Slot = slot("amt");

/// The last weeks, in which the town of the well-known accounts is busier, so that its queues are worth a look.
const RECENT_DAYS: i64 = 28;
/// Of a tale about money in a kind that names no bounds, yuan.
const ORDINARY_AMOUNT: (i64, i64) = (1_000, 30_000);

/// The people, the place and the story of one matter.
#[derive(Debug, Clone)]
pub struct Cast<'a> {
    pub scene: Scene,
    pub english: English,
    pub kind: &'a Kind,
    pub category: CategoryCode,
    pub town: usize,
    pub village: usize,
    pub region: RegionCode,
    /// What is asked for, cents.
    pub amount: Option<i64>,
    /// What is agreed, cents; nothing before.
    pub sum: i64,
    pub applicant: PersonDetails,
    pub respondent: PersonDetails,
    pub third: Option<PersonDetails>,
    pub narrative: String,
    pub place: String,
    pub happened_on: Date,
}

/// Where matters are cast.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'a> {
    pub corpus: &'a Corpus,
    pub city: &'a City,
    pub almanac: &'a Almanac,
}

impl<'a> Stage<'a> {
    /// Casts a matter of a kind that arrives by a channel on a day.
    pub fn cast(self, kind: &'a Kind, channel: &str, day: i64, dice: &mut Dice) -> Cast<'a> {
        let english = if dice.happens(self.corpus.rhythm.chance.english) { English::Yes } else { English::No };
        let tale = match english {
            English::Yes => dice.pick(&self.corpus.english),
            English::No => dice.pick(&kind.tales),
        };
        let tale = tale.unwrap_or(&self.corpus.english[0]);
        let kind = if english == English::Yes { self.kind_of(tale).unwrap_or(kind) } else { kind };
        let town = self.choose_town(day, dice);
        let village = dice.below(self.city.towns[town].villages.len() as u64) as usize;
        let (place, home) = (&self.city.towns[town], &self.city.towns[town].villages[village]);
        let mut scene = Scene::default();
        let happened_on = self.furnish(&mut scene, (place, home), day, english, dice);
        let amount = self.price(&mut scene, kind, tale, english, dice);
        let (applicant, respondent) = self.people(&mut scene, kind, tale, english, dice);
        let third = dice.happens(self.corpus.rhythm.chance.third_party).then(|| self.someone(&scene, english, dice));
        scene.set(slot("title"), tale.title.clone());
        let narrative = self.tell(&scene, tale, channel, english, dice);
        Cast {
            place: self.address(&scene, kind, english),
            region: region(place, home, channel, dice),
            category: tale.category.clone(),
            scene,
            english,
            kind,
            town,
            village,
            amount,
            sum: 0,
            applicant,
            respondent,
            third,
            narrative,
            happened_on,
        }
    }

    fn kind_of(self, tale: &Tale) -> Option<&'a Kind> {
        self.corpus
            .kinds
            .iter()
            .find(|kind| tale.category.is_within(&kind.category) || kind.category.is_within(&tale.category))
    }

    fn choose_town(self, day: i64, dice: &mut Dice) -> usize {
        let share = self.corpus.rhythm.chance.home_town;
        let share = if day > self.almanac.today() - RECENT_DAYS { share * 5 / 2 } else { share };
        if dice.happens(share) {
            return City::HOME;
        }
        // The nearer the middle of its county, the more people live there.
        dice.weighted((0..self.city.towns.len()).map(|at| 14 - (at as u32 % 10)))
    }

    /// Fills the gaps that have nothing to do with who it is.
    fn furnish(self, scene: &mut Scene, place: (&Town, &Village), day: i64, english: English, dice: &mut Dice) -> Date {
        let places = &self.corpus.places;
        let mut number = |name: &str, low, high| scene.set(slot(name), dice.between(low, high).to_string());
        number("b", 1, 28);
        number("u", 1, 4);
        number("no", 1, 388);
        number("h", 10, 11);
        number("d", 3, 25);
        number("m", 2, 11);
        number("y", 2, 12);
        number("n", 2, 6);
        number("ppl", 4, 26);
        number("age", 62, 84);
        let floor = dice.between(1, 17);
        scene.set(slot("f"), floor.to_string());
        scene.set(slot("up"), (floor + 1).to_string());
        scene.set(slot("room"), format!("{}0{}", floor + 1, dice.between(1, 4)));
        scene.set(slot("street"), said(&places.street.name(dice), english));
        scene.set(slot("estate"), format!("{}{}", dice.text(&places.estate.first), dice.text(&places.estate.second)));
        scene.set(slot("town"), label(&place.0.name, english));
        scene.set(slot("village"), label(&place.1.name, english));
        let happened_on = self.almanac.date(day - dice.between(0, 30).min(dice.between(0, 30)));
        scene.set(slot("dt"), self.date(happened_on, english));
        happened_on
    }

    /// A date as people write it.
    pub fn date(self, date: Date, english: English) -> String {
        let form = self.corpus.words.form("date", english);
        form.replace("{month}", &date.month().to_string()).replace("{day}", &date.day().to_string())
    }

    /// An amount as people write it.
    pub fn money(self, cents: i64, english: English) -> String {
        self.corpus.words.form("money", english).replace("{n}", &(cents / 100).to_string())
    }

    /// What it is about in money; where the tale names none, the settlement may still need one.
    fn price(self, scene: &mut Scene, kind: &Kind, tale: &Tale, english: English, dice: &mut Dice) -> Option<i64> {
        let (low, high) = kind.amount.unwrap_or(ORDINARY_AMOUNT);
        let cents = dice.amount(low, high) * 100;
        scene.set(AMOUNT, self.money(cents, english));
        tale.has_amount().then_some(cents)
    }

    fn people(
        self,
        scene: &mut Scene,
        kind: &Kind,
        tale: &Tale,
        english: English,
        dice: &mut Dice,
    ) -> (PersonDetails, PersonDetails) {
        let applicant = self.someone(scene, english, dice);
        let trade = dice.pick(&kind.against);
        let firm = trade.map(|trade| said(&self.corpus.firms.company(trade, dice), english));
        let mut respondent = self.someone(scene, English::No, dice);
        scene.set(slot("q"), self.corpus.names.person(dice));
        if let Some(firm) = firm {
            respondent.name.clone_from(&firm);
            scene.set(slot("firm"), firm);
        } else if tale.text.has(slot("firm")) {
            scene.set(slot("firm"), respondent.name.clone());
        }
        scene.set(APPLICANT, applicant.name.clone());
        scene.set(RESPONDENT, respondent.name.clone());
        (applicant, respondent)
    }

    /// Somebody of the neighbourhood.
    pub fn someone(self, scene: &Scene, english: English, dice: &mut Dice) -> PersonDetails {
        let name = match english {
            English::Yes => dice.text(&self.corpus.names.english).to_owned(),
            English::No => self.corpus.names.person(dice),
        };
        // Numbers that begin with 128 are nobody's.
        let phone = if dice.happens(930) { format!("128{:08}", dice.below(100_000_000)) } else { String::new() };
        let address = if dice.happens(400) { self.home(scene, dice, english) } else { String::new() };
        PersonDetails { name, phone, email: String::new(), address }
    }

    fn home(self, scene: &Scene, dice: &mut Dice, english: English) -> String {
        let form = self.corpus.words.form("address", english);
        form.replace("{street}", scene.word(slot("street"))).replace("{no}", &dice.between(1, 388).to_string())
    }

    fn address(self, scene: &Scene, kind: &Kind, english: English) -> String {
        let form = if kind.category.as_str() == "forest_land" { "farm" } else { "place" };
        match Sentence::parse(self.corpus.words.form(form, english)) {
            Ok(sentence) => scene.tell(&sentence),
            Err(_) => String::new(),
        }
    }

    fn tell(self, scene: &Scene, tale: &Tale, channel: &str, english: English, dice: &mut Dice) -> String {
        let words = &self.corpus.words;
        let mut text = String::with_capacity(320);
        let ending = match english {
            English::Yes => "en",
            English::No => "any",
        };
        if english == English::No
            && let Some(lead) = dice.pick(words.all("lead", channel))
        {
            scene.tell_into(lead, &mut text);
        }
        scene.tell_into(&tale.text, &mut text);
        if let Some(end) = dice.pick(words.all("ending", ending)).filter(|end| !end.is_empty()) {
            if english == English::Yes {
                text.push(' ');
            }
            scene.tell_into(end, &mut text);
        }
        text
    }
}

fn region(town: &Town, village: &Village, channel: &str, dice: &mut Dice) -> RegionCode {
    match (channel, dice.below(100)) {
        ("grid", _) | (_, 0..45) => dice.pick(&village.grids).unwrap_or(&village.code).clone(),
        (_, 45..90) => village.code.clone(),
        _ => town.code.clone(),
    }
}

fn said(pair: &Pair, english: English) -> String {
    if english == English::Yes { pair.1.clone() } else { pair.0.clone() }
}

fn label(label: &concord_domain::label::Label, english: English) -> String {
    if english == English::Yes { label.en.clone() } else { label.zh.clone() }
}
