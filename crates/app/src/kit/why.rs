//! Why a matter stands where it does in a list: which time limit ends when, how long it stood still, and where it is written.

use concord_domain::matter::Way;

use super::desk::Desk;
use super::format;
use super::messages::{Args, Lang};

/// The clock of a matter that ends first, as the read model has it.
#[derive(Clone, Copy, Debug)]
pub struct DueClock<'a> {
    /// Playbook or channel, and the clock in it: `general/mediate`.
    pub key: Option<&'a str>,
    /// `YYYY-MM-DD`.
    pub due_on: Option<&'a str>,
    /// Calendar days that did not count.
    pub paused: i64,
}

impl Desk {
    /// The reason in the reader's language; nothing where no clock runs.
    pub fn why(&self, lang: Lang, due: DueClock<'_>) -> Option<String> {
        let (key, due_on) = (due.key?, due.due_on?);
        let (name, source) = self.promise_of(lang, key)?;
        let messages = self.templates.messages();
        let late = due_on < self.today().to_string().as_str();
        let mut args = Args::new();
        args.set("clock", name);
        args.set("date", format::date(messages, lang, due_on).unwrap_or_else(|_| due_on.to_owned()));
        args.set("paused", due.paused);
        args.set("source", short(&source).to_owned());
        Some(messages.text(lang, if late { "why-late" } else { "why-due" }, &args))
    }

    /// The reason why an open matter stands in a list: its time limit, or what is to be done next where none runs.
    pub fn why_open(&self, lang: Lang, due: DueClock<'_>, step: &str, step_on: Option<&str>) -> String {
        let next = || {
            let what = self.templates.messages().plain(lang, &format!("next-{step}"));
            let mut args = Args::new();
            args.set("step", what);
            self.why_by(lang, self.templates.messages().text(lang, "why-next", &args), step_on, None)
        };
        self.why(lang, due).unwrap_or_else(next)
    }

    /// What is wanted, by when, since when it is late, and where that is written.
    pub fn why_by(&self, lang: Lang, what: String, wanted_on: Option<&str>, source: Option<&str>) -> String {
        let messages = self.templates.messages();
        let mut said = what;
        if let Some(on) = wanted_on {
            let late = on < self.today().to_string().as_str();
            let mut args = Args::new();
            args.set("what", said);
            args.set("date", format::date(messages, lang, on).unwrap_or_else(|_| on.to_owned()));
            said = messages.text(lang, if late { "why-by-late" } else { "why-by" }, &args);
        }
        let Some(source) = source else { return said };
        let mut args = Args::new();
        args.set("what", said);
        args.set("source", short(source).to_owned());
        messages.text(lang, "why-source", &args)
    }

    /// The name and the source of a time limit, or of what was promised to whoever sent or receives: the rule that the day comes from.
    pub fn promise_of(&self, lang: Lang, key: &str) -> Option<(String, String)> {
        let (tag, messages) = (lang.tag(), self.templates.messages());
        let said =
            |message: &str, name: &str| messages.text(lang, message, &Args::from_iter([("name", name.to_owned())]));
        if let Some((way, promise)) = key.strip_prefix("arrival/").and_then(|rest| rest.split_once('/')) {
            let spec = self.diversions.way(Way::parse(way)?)?;
            let (message, source) = match promise {
                "receipt" => ("why-arrival-receipt", spec.receipt.source.in_lang(tag).to_owned()),
                "asked" => ("why-arrival", messages.plain(lang, "why-asked")),
                "agreed" => ("why-arrival", messages.plain(lang, "why-agreed")),
                _ => ("why-arrival", spec.answer.source.in_lang(tag).to_owned()),
            };
            return Some((said(message, spec.name.in_lang(tag)), source));
        }
        if let Some((exit, promise)) = key.strip_prefix("diversion/").and_then(|rest| rest.split_once('/')) {
            let spec = self.diversions.exit(exit)?;
            let (message, limit) = match promise {
                "reply" => ("why-diversion-reply", &spec.reply),
                _ => ("why-diversion", &spec.receipt),
            };
            return Some((said(message, spec.name.in_lang(tag)), limit.source.in_lang(tag).to_owned()));
        }
        let spec = self.playbooks.iter().find_map(|playbook| playbook.clock(key))?;
        Some((spec.name.in_lang(tag).to_owned(), spec.source.in_lang(tag).to_owned()))
    }
}

/// The source without what it says: that stands on the matter's page.
fn short(source: &str) -> &str {
    source.split(['\u{ff1a}', ':']).next().unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_without_its_text() {
        assert_eq!(short("Provisions, art. 33: as a rule within one month"), "Provisions, art. 33");
        assert_eq!(short("Our promise"), "Our promise");
    }

    #[test]
    fn a_word_to_a_sender_names_the_rule_that_its_day_comes_from() {
        let store = concord_store::testing::sqlite();
        let desk = crate::kit::testing::desk((*store).clone(), "http://concord.test");
        let named = |key: &str| desk.promise_of(Lang::En, key).unwrap();
        let (receipt, source) = named("arrival/court/receipt");
        assert!(receipt.starts_with("Receipt") && source.contains("art. 12"), "{receipt} {source}");
        let (answer, source) = named("arrival/court/answer");
        assert!(answer.starts_with("Word") && source.contains("arts 19–21, 26"), "{answer} {source}");
        assert!(named("arrival/court/asked").1.contains("paper"));
        assert!(named("arrival/court/agreed").1.contains("agreed"));
        let (outcome, source) = named("diversion/court/reply");
        assert!(outcome.contains("outcome") && source.contains("art. 164"), "{outcome} {source}");
        assert!(named("diversion/court/receipt").1.contains("art. 126"));
    }

    #[test]
    fn a_line_says_which_limit_it_misses_and_where_that_is_written() {
        let store = concord_store::testing::sqlite();
        let desk = crate::kit::testing::desk((*store).clone(), "http://concord.test");
        let due = DueClock { key: Some("general/mediate"), due_on: Some("2020-05-12"), paused: 3 };
        let text = desk.why(Lang::En, due).unwrap();
        assert!(
            text.starts_with("“Mediate” was due on") && text.contains("3 days") && text.contains("art. 33"),
            "{text}"
        );
        assert_eq!(desk.why(Lang::En, DueClock { key: Some("gone/gone"), ..due }), None);
        let none = DueClock { key: None, due_on: None, paused: 0 };
        assert_eq!(desk.why_open(Lang::En, due, "decide", None), text);
        assert!(desk.why_open(Lang::En, none, "decide", None).starts_with("Next: "));
        let by = desk.why_by(Lang::En, "A receipt".to_owned(), Some("2020-05-12"), Some("Measures, art. 9: a day"));
        assert!(by.starts_with("A receipt, late since") && by.ends_with("; Measures, art. 9"), "{by}");
    }
}
