//! What a playbook would do to a sample matter: as a path on its page, and in words on the command line.

use concord_domain::calendar::{Calendar, Limit};
use concord_domain::clock::{ClockSpec, LapseAct, Whose};
use concord_domain::diversion::{Diversions, ExitSpec};
use concord_domain::duty::SourcedLimit;
use concord_domain::matter::Goes;
use concord_domain::playbook::{Playbook, Scope};
use jiff::civil::DateTime;
use minijinja::{Value, context};
use serde::Serialize;

use crate::kit::messages::{Args, Lang, Messages};
use crate::kit::page::shown;
use crate::kit::{data, format};

/// The stations of a matter's path: the event, and its icon.
const STATIONS: [(&str, &str); 12] = [
    ("matter.reported", "inbox"),
    ("matter.accepted", "clipboard-check"),
    ("matter.assigned", "send"),
    ("mediator.named", "user-check"),
    ("session.arranged", "calendar-event"),
    ("agreement.sealed", "certificate"),
    ("confirmation.applied", "gavel"),
    ("confirmation.accepted", "gavel"),
    ("matter.concluded", "heart-handshake"),
    ("matter.rise_asked", "stairs-up"),
    ("matter.raised", "stairs-up"),
    ("matter.reopened", "history"),
];

/// In whose words, and from which moment dates are counted.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    pub messages: &'a Messages,
    pub lang: Lang,
    pub calendar: &'a Calendar,
    pub now: DateTime,
}

/// A clock in words: how long and until when from now, of which matters, on what conditions, and where that is written.
#[derive(Serialize)]
struct SaidClock {
    name: String,
    limit: String,
    date: String,
    only: Option<String>,
    more: String,
    source: String,
}

/// The clocks of one file that start at a station; `some` where only matters that came by its channels have them.
#[derive(Serialize)]
struct SaidClocks {
    name: Option<String>,
    some: bool,
    clocks: Vec<SaidClock>,
}

/// The key of a station's words: event names hold a point, message keys do not.
fn station_key(event: &str) -> String {
    format!("operator-path-{}", event.replace('.', "-"))
}

impl Telling<'_> {
    fn word(&self, key: &str) -> String {
        self.messages.plain(self.lang, key)
    }

    fn say(&self, key: &str, args: &[(&'static str, String)]) -> String {
        let mut all = Args::new();
        for (name, value) in args {
            all.set(*name, value.clone());
        }
        self.messages.text(self.lang, key, &all)
    }

    fn limit(&self, limit: Limit) -> String {
        let mut args = Args::new();
        args.set("n", i64::from(limit.amount()));
        self.messages.text(self.lang, &format!("operator-limit-{}", super::playbooks::unit(limit)), &args)
    }

    /// The day on which a limit ends that begins now, in words; of a limit in hours with its time of day.
    fn ends(&self, limit: Limit) -> String {
        if let Ok(Some(at)) = self.calendar.moment(self.now, limit)
            && let Ok(at) = at.to_zoned(jiff::tz::TimeZone::UTC)
            && let Ok(words) = format::datetime(self.messages, self.lang, at.timestamp().as_microsecond(), "UTC")
        {
            return words;
        }
        let date = self.calendar.deadline(self.now.date(), limit).map(|due| due.on.to_string()).unwrap_or_default();
        format::date(self.messages, self.lang, &date).unwrap_or(date)
    }

    fn clock(&self, spec: &ClockSpec) -> SaidClock {
        let tag = self.lang.tag();
        let only = spec.only.as_ref().map(|only| only.in_lang(tag).to_owned());
        SaidClock {
            name: spec.name.in_lang(tag).to_owned(),
            limit: self.limit(spec.limit),
            date: self.ends(spec.limit),
            only: only.map(|only| self.say("operator-explain-only", &[("only", only)])),
            more: self.joined(&self.conditions(spec)),
            source: self.say("operator-explain-source", &[("source", spec.source.in_lang(tag).to_owned())]),
        }
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(&self.word("operator-explain-then"))
    }

    /// A clock in a sentence, with the name of its file where it is no playbook's own.
    fn sentence(&self, of: Option<&str>, clock: SaidClock) -> String {
        let args = [("name", clock.name), ("limit", clock.limit), ("date", clock.date)];
        let parts = [Some(self.say("operator-explain-clock", &args)), clock.only, Some(clock.source), Some(clock.more)];
        let text = self.joined(&parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>());
        match of {
            Some(name) => self.say("operator-explain-channel", &[("name", name.to_owned()), ("clock", text)]),
            None => text,
        }
    }

    fn conditions(&self, spec: &ClockSpec) -> Vec<String> {
        let mut all = Vec::new();
        match spec.whose {
            Whose::House => {}
            Whose::Parties => all.push(self.word("operator-explain-parties")),
            Whose::Court => all.push(self.word("operator-explain-court")),
        }
        if !spec.pause.is_empty() {
            let reasons: Vec<String> = spec.pause.iter().map(|r| self.word(&format!("pause-{}", r.as_str()))).collect();
            all.push(
                self.say("operator-explain-pause", &[("reasons", reasons.join(&self.word("operator-explain-or")))]),
            );
        }
        if let Some(extend) = spec.extend {
            let by = self.word(&format!("operator-explain-by-{}", extend.by.as_str().replace(' ', "-")));
            let mut args = Args::new();
            args.set("by", by);
            args.set("limit", self.limit(extend.once));
            args.set("times", i64::from(extend.times));
            all.push(self.messages.text(self.lang, "operator-explain-extend", &args));
        }
        for act in spec.lapse.iter().filter(|act| **act != LapseAct::Tell) {
            all.push(self.word(&format!("operator-explain-lapse-{}", act.as_str())));
        }
        all
    }

    /// The clocks that start at a station: the playbook's, then those of other files with their names.
    fn clocks_at(&self, book: &Playbook, event: &str) -> Vec<SaidClocks> {
        let at = |clocks: &[ClockSpec]| -> Vec<SaidClock> {
            clocks.iter().filter(|clock| clock.starts_at(event)).map(|clock| self.clock(clock)).collect()
        };
        let own = SaidClocks { name: None, some: false, clocks: at(&book.clocks) };
        let others = book.channel_clocks.iter().map(|set| SaidClocks {
            name: Some(set.name.in_lang(self.lang.tag()).to_owned()),
            some: !set.channels.is_empty(),
            clocks: at(&set.clocks),
        });
        std::iter::once(own).chain(others).filter(|set| !set.clocks.is_empty()).collect()
    }

    /// What holds on the way to somewhere else: the person's own time, and the receiver's.
    fn exit(&self, exit: &ExitSpec) -> Vec<String> {
        let tag = self.lang.tag();
        let said = |key: &str, limit: &SourcedLimit| {
            let args = [
                ("limit", self.limit(limit.limit)),
                ("date", self.ends(limit.limit)),
                ("source", limit.source.in_lang(tag).to_owned()),
            ];
            self.say(key, &args)
        };
        let act = exit.act.as_ref().map(|act| {
            let args = [("says", act.says.in_lang(tag).to_owned()), ("source", act.source.in_lang(tag).to_owned())];
            self.say("operator-explain-exit-act", &args)
        });
        let mut lines: Vec<String> = act.into_iter().collect();
        lines.push(said("operator-explain-exit-receipt", &exit.receipt));
        lines.push(said("operator-explain-exit-reply", &exit.reply));
        lines
    }

    /// Whether mediation ends with it; and whether it is called where there is danger.
    fn exit_goes(&self, exit: &ExitSpec) -> String {
        let goes = match exit.goes {
            Goes::Whole => "whole",
            Goes::Beside => "beside",
        };
        let goes = self.word(&format!("operator-explain-exit-{goes}"));
        if exit.in_danger {
            return self.joined(&[goes, self.word("operator-explain-exit-danger")]);
        }
        goes
    }

    fn rises(&self, book: &Playbook) -> Vec<String> {
        let one = |rise: &concord_domain::playbook::Rise| {
            let args = [
                ("tier", self.word(&format!("tier-{}", rise.to))),
                ("because", rise.because.in_lang(self.lang.tag()).to_owned()),
                ("rule", rise.rule().to_owned()),
            ];
            self.say("operator-explain-rise", &args)
        };
        book.all_rises().iter().map(one).collect()
    }
}

/// The path of a playbook's page: stations where a clock starts.
pub fn path(book: &Playbook, telling: &Telling<'_>) -> Vec<Value> {
    STATIONS
        .iter()
        .filter_map(|(event, icon)| {
            let (some, all): (Vec<_>, Vec<_>) = telling.clocks_at(book, event).into_iter().partition(|set| set.some);
            let always = matches!(*event, "matter.reported" | "matter.concluded");
            (always || !all.is_empty() || !some.is_empty()).then(|| {
                context! { title => telling.word(&station_key(event)), icon => *icon, all => shown(all), some => shown(some) }
            })
        })
        .collect()
}

/// The exits that are open for what a playbook is about; the general one is for every kind.
fn exits<'a>(book: &Playbook, diversions: &'a Diversions) -> Vec<&'a ExitSpec> {
    if book.scope == Scope::General {
        return diversions.exits().iter().collect();
    }
    let kinds: Vec<_> = std::iter::once(&book.category).chain(&book.also).cloned().collect();
    let open: Vec<&str> = diversions.exits_of(&kinds).map(|exit| exit.id.as_str()).collect();
    diversions.exits().iter().filter(|exit| open.contains(&exit.id.as_str())).collect()
}

/// The exits of a playbook's page: where its path can leave.
pub fn ways_out(book: &Playbook, diversions: &Diversions, telling: &Telling<'_>) -> Vec<Value> {
    let shown = |exit: &ExitSpec| {
        context! {
            name => exit.name.in_lang(telling.lang.tag()),
            goes => telling.exit_goes(exit),
            whole => exit.goes == Goes::Whole,
            lines => telling.exit(exit),
        }
    };
    exits(book, diversions).into_iter().map(shown).collect()
}

/// What a file of the playbooks' folder is read as that is no playbook.
pub fn explain_list(file: &str, telling: &Telling<'_>) -> String {
    let key = match file {
        data::CATEGORIES => "operator-list-categories",
        data::DUTIES => "operator-list-duties",
        _ => "operator-list-danger",
    };
    telling.say("operator-list-read", &[("file", file.to_owned()), ("what", telling.word(key))])
}

/// What the playbook would do to a matter between two parties that came by the web today, line by line.
pub fn explain(book: &Playbook, diversions: &Diversions, telling: &Telling<'_>) -> Vec<String> {
    let tag = telling.lang.tag();
    let bodies: Vec<String> = book.start.bodies.iter().map(|kind| telling.word(&format!("body_kind-{kind}"))).collect();
    let mut lines = vec![
        telling.say("operator-explain-title", &[("name", book.name.in_lang(tag).to_owned()), ("id", book.id.clone())]),
        telling.say(
            "operator-explain-start",
            &[
                ("tier", telling.word(&format!("tier-{}", book.start.tier))),
                ("bodies", bodies.join(&telling.word("operator-explain-or"))),
            ],
        ),
    ];
    for (event, _) in STATIONS {
        let sets = telling.clocks_at(book, event);
        if !sets.is_empty() {
            lines.push(telling.word(&station_key(event)));
        }
        for SaidClocks { name, clocks, .. } in sets {
            lines.extend(clocks.into_iter().map(|clock| format!("  - {}", telling.sentence(name.as_deref(), clock))));
        }
    }
    lines.push(telling.word("operator-explain-rises"));
    lines.extend(telling.rises(book).into_iter().map(|rise| format!("  - {rise}")));
    lines.push(telling.word("operator-explain-exits"));
    for exit in exits(book, diversions) {
        let args = [("name", exit.name.in_lang(tag).to_owned()), ("goes", telling.exit_goes(exit))];
        lines.push(format!("  - {}", telling.say("operator-explain-exit", &args)));
        lines.extend(telling.exit(exit).into_iter().map(|line| format!("    {line}")));
    }
    lines.push(telling.word("operator-explain-refusal"));
    lines.push(telling.say(
        "operator-explain-after",
        &[
            ("from", book.return_visit_wait_days().to_string()),
            ("until", book.return_visit_within_days().to_string()),
            ("archive", book.archive_after_days().to_string()),
        ],
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_playbook_is_explained_with_dates_counted_from_the_day() {
        let data = data::load(None, None).unwrap();
        let templates = crate::kit::templates::Templates::load(crate::kit::source::Source::Embedded).unwrap();
        let calendar = data.calendars.iter().next().unwrap();
        let now = jiff::civil::date(2026, 3, 2).at(10, 0, 0, 0);
        for (lang, due, rise) in [(Lang::Zh, "4月2日", "提到"), (Lang::En, "2 April 2026", "up to")] {
            let telling = Telling { messages: templates.messages(), lang, calendar, now };
            let lines = explain(data.playbooks.general(), &data.diversions, &telling).join("\n");
            assert!(lines.contains(due) && lines.contains(rise) && lines.contains("parties > 10"), "{lines}");
            assert!(!lines.contains("operator-"), "a message is missing: {lines}");
            assert!(!lines.contains("==") && !lines.contains("category."), "a rule as it is written: {lines}");
            assert!(telling.ends(Limit::Hours(2)).ends_with("12:00"), "{}", telling.ends(Limit::Hours(2)));
        }
    }

    #[test]
    fn a_list_that_is_no_playbook_is_named_for_what_it_is() {
        let data = data::load(None, None).unwrap();
        let templates = crate::kit::templates::Templates::load(crate::kit::source::Source::Embedded).unwrap();
        let calendar = data.calendars.iter().next().unwrap();
        let now = jiff::civil::date(2026, 3, 2).at(10, 0, 0, 0);
        for (lang, said) in [(Lang::Zh, "danger.toml 不是预案"), (Lang::En, "danger.toml is no playbook")] {
            let telling = Telling { messages: templates.messages(), lang, calendar, now };
            assert!(explain_list("danger.toml", &telling).contains(said));
        }
    }

    #[test]
    fn a_playbook_tells_the_exits_of_its_kind_and_no_others() {
        let data = data::load(None, None).unwrap();
        let templates = crate::kit::templates::Templates::load(crate::kit::source::Source::Embedded).unwrap();
        let calendar = data.calendars.iter().next().unwrap();
        let now = jiff::civil::date(2026, 3, 2).at(10, 0, 0, 0);
        let telling = Telling { messages: templates.messages(), lang: Lang::Zh, calendar, now };
        let of = |kind: &str| {
            let kind = concord_domain::category::CategoryCode::try_from(kind).unwrap();
            let book = data.playbooks.for_category(&kind);
            (explain(book, &data.diversions, &telling).join("\n"), ways_out(book, &data.diversions, &telling).len())
        };
        let (wage, of_wage) = of("labour.wage");
        assert!(wage.contains("劳动人事争议仲裁") && wage.contains("法律援助") && !wage.contains("信访程序"), "{wage}");
        let (noise, of_noise) = of("neighbour.noise");
        assert!(noise.contains("向人民法院起诉") && !noise.contains("劳动人事争议仲裁"), "{noise}");
        assert!(of_wage > of_noise && of_noise > 0);
    }
}
