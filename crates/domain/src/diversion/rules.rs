//! By which ways things come here, and which exits lead elsewhere: data (`playbooks/diversion.toml`), with the text of law and
//! the time limit beside each.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::body::BodyKind;
use crate::calendar::Limit;
use crate::category::{Categories, CategoryCode};
use crate::data_file::{DataError, Source};
use crate::duty::SourcedLimit;
use crate::label::Label;
use crate::matter::{Channel, ExitKind, Goes, Matter, Way};
use crate::region::RegionCode;

/// A way by which other bodies send matters here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaySpec {
    pub way: Way,
    pub name: Label,
    /// By which door such a report comes.
    pub channel: Channel,
    /// Kinds of body that send so.
    pub senders: Vec<BodyKind>,
    /// What the sender's number is called.
    pub number: Label,
    /// To give the sender a receipt.
    pub receipt: SourcedLimit,
    /// To answer the sender once the matter has ended, where the sender named no day.
    pub answer: SourcedLimit,
}

/// Time that a person has to go there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActBy {
    /// Counted from the day something happened, or was learnt of; none where the law names no number.
    pub limit: Option<Limit>,
    /// In plain words.
    pub says: Label,
    pub source: Label,
}

/// Somewhere else to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExitSpec {
    /// Unique in the list, such as `labour-arbitration`.
    pub id: String,
    pub to: ExitKind,
    pub goes: Goes,
    pub name: Label,
    /// What it is and what it can do, in plain words.
    pub text: Label,
    pub cost: Label,
    /// The kinds of dispute for which it is open, with their narrower ones; none means all.
    pub fields: Vec<CategoryCode>,
    /// Where it is offered; none means everywhere.
    pub regions: Vec<RegionCode>,
    /// Kinds of body that receive, best first.
    pub bodies: Vec<BodyKind>,
    /// A telephone number that works everywhere.
    pub phone: Option<String>,
    pub act: Option<ActBy>,
    /// What to bring.
    pub bring: Vec<Label>,
    pub source: Label,
    /// May be called without anybody's wish, where somebody is in danger.
    pub in_danger: bool,
    /// For the receiver to sign.
    pub receipt: SourcedLimit,
    /// Until we ask what came of it.
    pub reply: SourcedLimit,
}

/// All ways in and out.
#[derive(Clone, Debug)]
pub struct Diversions {
    ways: Vec<WaySpec>,
    exits: Vec<ExitSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    way: Vec<WayForm>,
    exit: Vec<ExitForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WayForm {
    id: Spanned<Way>,
    name: Spanned<Label>,
    channel: Channel,
    senders: Vec<BodyKind>,
    number: Spanned<Label>,
    receipt: Spanned<SourcedLimit>,
    answer: Spanned<SourcedLimit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExitForm {
    id: Spanned<String>,
    to: ExitKind,
    /// Mediation here goes on beside it.
    #[serde(default)]
    beside: bool,
    name: Spanned<Label>,
    text: Spanned<Label>,
    cost: Spanned<Label>,
    #[serde(default)]
    fields: Vec<Spanned<String>>,
    #[serde(default)]
    regions: Vec<Spanned<String>>,
    bodies: Spanned<Vec<BodyKind>>,
    phone: Option<String>,
    act: Option<ActForm>,
    #[serde(default)]
    bring: Vec<Spanned<Label>>,
    source: Spanned<Label>,
    #[serde(default)]
    in_danger: bool,
    receipt: Spanned<SourcedLimit>,
    reply: Spanned<SourcedLimit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActForm {
    limit: Option<Spanned<Limit>>,
    says: Spanned<Label>,
    source: Spanned<Label>,
}

impl Diversions {
    /// Reads the text of `file`.
    ///
    /// # Errors
    /// [`DataError`] at the first thing that is wrong: another form, a way or an exit twice, a way that is missing, a kind of
    /// dispute that does not exist, a text in one language, a limit of nothing, a kind of dispute without any exit.
    pub fn parse(file: &str, text: &str, categories: &Categories) -> Result<Self, DataError> {
        let source = Source { file, text };
        let form: File = source.read()?;
        let mut ways: Vec<WaySpec> = Vec::new();
        for form in form.way {
            if ways.iter().any(|w| w.way == *form.id.get_ref()) {
                return Err(
                    source.wrong(form.id.span(), format_args!("`{}` stands here twice", form.id.get_ref().as_str()))
                );
            }
            ways.push(way(&source, form)?);
        }
        if let Some(missing) = Way::ALL.iter().find(|w| !ways.iter().any(|known| known.way == **w)) {
            return Err(source.wrong(0..0, format_args!("the way `{}` is missing", missing.as_str())));
        }
        let mut exits: Vec<ExitSpec> = Vec::new();
        for form in form.exit {
            if exits.iter().any(|e| e.id == *form.id.get_ref()) {
                return Err(source.wrong(form.id.span(), format_args!("`{}` stands here twice", form.id.get_ref())));
            }
            exits.push(exit(&source, form, categories)?);
        }
        let all = Self { ways, exits };
        // Nobody is left without a way to go on.
        let stranded =
            categories.iter().find(|c| !all.exits.iter().any(|e| e.regions.is_empty() && e.handles(&c.code)));
        match stranded {
            Some(kind) => Err(source.wrong(0..0, format_args!("no exit is open for `{}`", kind.code.as_str()))),
            None => Ok(all),
        }
    }

    /// The ways in, in the file's order.
    pub fn ways(&self) -> &[WaySpec] {
        &self.ways
    }

    /// A way in.
    pub fn way(&self, way: Way) -> Option<&WaySpec> {
        self.ways.iter().find(|w| w.way == way)
    }

    /// Every exit, in the file's order.
    pub fn exits(&self) -> &[ExitSpec] {
        &self.exits
    }

    /// The exit of an id.
    pub fn exit(&self, id: &str) -> Option<&ExitSpec> {
        self.exits.iter().find(|e| e.id == id)
    }

    /// The exits that are open for any of these kinds of dispute, or for narrower ones, in the file's order.
    pub fn exits_of<'a>(&'a self, kinds: &'a [CategoryCode]) -> impl Iterator<Item = &'a ExitSpec> {
        let meets = |exit: &&ExitSpec| {
            let field = |field: &CategoryCode| kinds.iter().any(|k| k.is_within(field) || field.is_within(k));
            exit.fields.is_empty() || exit.fields.iter().any(field)
        };
        self.exits.iter().filter(meets)
    }

    /// The exits that are open for a matter, in the file's order.
    pub fn exits_for<'a>(&'a self, matter: &'a Matter) -> impl Iterator<Item = &'a ExitSpec> {
        self.exits.iter().filter(|e| e.concerns(matter))
    }
}

impl ExitSpec {
    /// Whether it is open for a matter.
    pub fn concerns(&self, matter: &Matter) -> bool {
        let here = self.regions.is_empty() || self.regions.iter().any(|r| matter.region.is_within(r));
        here && self.handles(&matter.category)
    }

    fn handles(&self, category: &CategoryCode) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|field| category.is_within(field))
    }

    /// The day on which a person's time ends if it is counted from `from`: by the calendar alone, without holidays.
    pub fn act_by(&self, from: Date) -> Option<Date> {
        match self.act.as_ref()?.limit? {
            Limit::Days(n) => Some(from.saturating_add(i64::from(n).days())),
            Limit::Months(n) => Some(from.saturating_add(i64::from(n).months())),
            Limit::Hours(_) | Limit::WorkingHours(_) | Limit::WorkingDays(_) => None,
        }
    }
}

fn limit(source: &Source<'_>, limit: Spanned<SourcedLimit>) -> Result<SourcedLimit, DataError> {
    let span = limit.span();
    let limit = limit.into_inner();
    if let Some(why) = limit.limit.nonsense() {
        return Err(source.wrong(span, why));
    }
    if limit.source.is_incomplete() {
        return Err(source.wrong(span, "a text needs both `zh` and `en`"));
    }
    Ok(limit)
}

fn way(source: &Source<'_>, form: WayForm) -> Result<WaySpec, DataError> {
    Ok(WaySpec {
        way: form.id.into_inner(),
        name: source.label(form.name)?,
        channel: form.channel,
        senders: form.senders,
        number: source.label(form.number)?,
        receipt: limit(source, form.receipt)?,
        answer: limit(source, form.answer)?,
    })
}

fn exit(source: &Source<'_>, form: ExitForm, categories: &Categories) -> Result<ExitSpec, DataError> {
    let id = source.plain_id(&form.id, '-')?;
    if form.bodies.get_ref().is_empty() && form.phone.is_none() {
        return Err(source.wrong(form.bodies.span(), "some kind of body must receive it, or a `phone` answer"));
    }
    let mut fields = Vec::new();
    for field in form.fields {
        let span = field.span();
        let code = CategoryCode::try_from(field.into_inner()).map_err(|e| source.wrong(span.clone(), e))?;
        if !categories.contains(&code) {
            return Err(source.wrong(span, format_args!("there is no kind of dispute `{}`", code.as_str())));
        }
        fields.push(code);
    }
    let mut regions = Vec::new();
    for region in form.regions {
        let span = region.span();
        let code = region.get_ref().parse().map_err(|_| source.wrong(span, "this is no code of an area"))?;
        regions.push(code);
    }
    let act = form.act.map(|act| {
        Ok(ActBy {
            limit: act.limit.map(Spanned::into_inner),
            says: source.label(act.says)?,
            source: source.label(act.source)?,
        })
    });
    Ok(ExitSpec {
        id,
        to: form.to,
        goes: if form.beside { Goes::Beside } else { Goes::Whole },
        name: source.label(form.name)?,
        text: source.label(form.text)?,
        cost: source.label(form.cost)?,
        fields,
        regions,
        bodies: form.bodies.into_inner(),
        phone: form.phone,
        act: act.transpose()?,
        bring: form.bring.into_iter().map(|label| source.label(label)).collect::<Result<_, _>>()?,
        source: source.label(form.source)?,
        in_danger: form.in_danger,
        receipt: limit(source, form.receipt)?,
        reply: limit(source, form.reply)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../../playbooks/diversion.toml");
    const CATEGORIES: &str = include_str!("../../../../playbooks/categories.toml");

    fn read(text: &str) -> Result<Diversions, DataError> {
        let categories = Categories::parse("categories.toml", CATEGORIES).unwrap();
        Diversions::parse("diversion.toml", text, &categories)
    }

    #[test]
    fn the_shipped_ways_are_all_there_and_every_exit_names_its_source() {
        let all = read(SHIPPED).unwrap();
        assert_eq!(all.ways().len(), Way::ALL.len());
        assert!(all.exits().iter().all(|e| !e.source.is_incomplete() && !e.bring.is_empty()));
        for to in ExitKind::ALL.iter().filter(|to| **to != ExitKind::Department) {
            assert!(all.exits().iter().any(|e| e.to == *to), "no exit leads to {}", to.as_str());
        }
    }

    #[test]
    fn only_the_police_are_called_without_anybodys_wish() {
        let all = read(SHIPPED).unwrap();
        assert!(all.exits().iter().all(|e| e.in_danger == (e.to == ExitKind::Police)));
    }

    #[test]
    fn a_year_for_arbitration_is_counted_by_the_calendar() {
        let all = read(SHIPPED).unwrap();
        let exit = all.exit("labour-arbitration").unwrap();
        assert_eq!(exit.act_by(jiff::civil::date(2028, 2, 29)), Some(jiff::civil::date(2029, 2, 28)));
        let review = all.exit("reconsideration").unwrap();
        assert_eq!(review.act_by(jiff::civil::date(2026, 3, 1)), Some(jiff::civil::date(2026, 4, 30)));
    }

    #[test]
    fn a_file_with_an_unknown_kind_or_a_way_too_few_is_refused() {
        let unknown = SHIPPED.replacen("fields = [\"labour\"]", "fields = [\"labor\"]", 1);
        assert!(read(&unknown).unwrap_err().reason.contains("labor"));
        let few = SHIPPED.replacen("id = \"away\"", "id = \"region\"", 1);
        assert!(read(&few).unwrap_err().reason.contains("twice"));
        let stranded = SHIPPED.replace("[[exit]]\n", "[[exit]]\nregions = [\"9701\"]\n");
        assert!(read(&stranded).unwrap_err().reason.contains("no exit"));
    }
}
