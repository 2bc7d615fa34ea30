//! What a scenario works with: a house, the matters by their names in the text, and the last answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use concord_app::housekeeping;
use serde_json::Value;

use super::acts;
use super::sentence::Args;
use super::steps::Step;
use crate::house::{Answer, As, Filed, House};

/// A house in the middle of a scenario.
pub struct World {
    pub house: Arc<House>,
    pub matters: BTreeMap<String, Filed>,
    /// Keys of who represents a party, by the names of the matters.
    pub agents: BTreeMap<String, String>,
    /// Answers nobody has spoken about yet, for `refused` and its like.
    pub last: Vec<Answer>,
    /// File, line, scenario and step, for messages.
    pub at: String,
}

impl World {
    pub fn new(house: Arc<House>) -> Self {
        Self { house, matters: BTreeMap::new(), agents: BTreeMap::new(), last: Vec::new(), at: String::new() }
    }

    /// Does or checks what a line says.
    pub async fn take(&mut self, step: &Step, args: &Args) {
        let speaks_of_answer =
            matches!(step.act.as_deref(), Some("refused" | "forbidden" | "one_of_two" | "unreadable"));
        if !speaks_of_answer {
            self.nothing_refused();
        }
        let mut args = args.clone();
        if step.post.as_ref().is_some_and(|path| path.contains("{clock_no}")) {
            let no = acts::clock(self, &args).await["no"].clone();
            args.insert("clock_no".to_owned(), no);
        }
        let args = &args;
        if let Some(path) = &step.post {
            let path = self.path(path, args);
            let body = self.filled(&Value::Object(step.body.clone()), args);
            let who = step.who.as_deref().map(|who| self.filled_text(who, args));
            let answer = self.ask(who.as_deref(), args, &path, &body).await;
            self.last = vec![answer];
        } else if let Some(pointer) = &step.expect {
            let matter = self.shown(args).await;
            let found = matter.pointer(pointer).cloned().unwrap_or_default();
            if let Some(part) = &step.has {
                let part = self.filled_text(part, args);
                let text = found.as_str().unwrap_or_default();
                assert!(text.contains(&part), "{}: it is {found}", self.at);
            } else {
                let wanted = step.is.as_deref().unwrap_or_default();
                let wanted = if wanted == "none" { Value::Null } else { self.filled(&wanted.into(), args) };
                assert_eq!(found, wanted, "{}", self.at);
            }
        } else {
            let act = step.act.as_deref().unwrap_or_default();
            acts::act(self, act, args).await;
        }
    }

    /// The end: nothing was refused unnoticed, and every read model is what the journal says.
    pub fn finish(&self) {
        self.nothing_refused();
        // On a thread of its own: blocking calls are not allowed within the runtime.
        let store = &self.house.store;
        let report = std::thread::scope(|s| s.spawn(|| housekeeping::verify(store, |_| {})).join()).unwrap().unwrap();
        assert_eq!(report.differences, 0, "{}: {:?}", self.at, report.shown);
    }

    fn nothing_refused(&self) {
        for answer in &self.last {
            let well = answer.status.is_success() || answer.status.is_redirection();
            assert!(well, "before {}: {} {}", self.at, answer.status, answer.text);
        }
    }

    async fn ask(&self, who: Option<&str>, args: &Args, path: &str, body: &Value) -> Answer {
        let key;
        let who = match who {
            None => As::Nobody,
            Some("applicant") => {
                key = self.filed(args).key.clone();
                As::Party(&key)
            }
            Some(login) => As::Staff(login),
        };
        if ["/desk/", "/operator/", "/track/"].iter().any(|page| path.starts_with(page)) {
            let fields: Vec<(String, String)> = body
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                .collect();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            return self.house.post(who, path, &fields).await;
        }
        self.house.json(who, path, body).await
    }

    /// The matter that a line speaks of.
    pub fn filed(&self, args: &Args) -> &Filed {
        let name = args["matter"].as_str().unwrap();
        self.matters.get(name).unwrap_or_else(|| panic!("{}: no matter {name}", self.at))
    }

    /// The code of another matter that a line speaks of.
    pub fn code(&self, args: &Args, name: &str) -> String {
        let matter = args[name].as_str().unwrap();
        self.matters.get(matter).unwrap_or_else(|| panic!("{}: no matter {matter}", self.at)).code.clone()
    }

    /// The matter that a line speaks of, as the API shows it to the city's supervision.
    pub async fn shown(&self, args: &Args) -> Value {
        let code = self.filed(args).code.clone();
        let seen = self.house.get(As::Staff("supervisor"), &format!("/api/v1/matters/{code}")).await;
        if seen.status.is_success() {
            return seen.json();
        }
        self.house.get(As::Staff("other_coordinator"), &format!("/api/v1/matters/{code}")).await.is(200).json()
    }

    fn path(&self, path: &str, args: &Args) -> String {
        self.filled_text(path, args)
    }

    fn filled_text(&self, text: &str, args: &Args) -> String {
        let mut filled = text.to_owned();
        for name in args.keys() {
            let gap = format!("{{{name}}}");
            if filled.contains(&gap) {
                let value = match self.meaning(name, args) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                filled = filled.replace(&gap, &value);
            }
        }
        filled
    }

    /// A template with its gaps filled: a text that is nothing but a gap keeps the kind of what fills it.
    fn filled(&self, template: &Value, args: &Args) -> Value {
        match template {
            Value::String(text) => match text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
                Some(name) if args.contains_key(name) => self.meaning(name, args),
                _ => self.filled_text(text, args).into(),
            },
            Value::Array(all) => all.iter().map(|part| self.filled(part, args)).collect(),
            Value::Object(all) => {
                Value::Object(all.iter().map(|(name, part)| (name.clone(), self.filled(part, args))).collect())
            }
            other => other.clone(),
        }
    }

    /// A matter's code, an account's number; otherwise what stood there.
    fn meaning(&self, name: &str, args: &Args) -> Value {
        let value = &args[name];
        match (name.split(':').next(), value.as_str()) {
            (Some("matter"), Some(matter)) => {
                let filed = self.matters.get(matter).unwrap_or_else(|| panic!("{}: no matter {matter}", self.at));
                filed.code.clone().into()
            }
            (Some("account"), Some(login)) => self.house.account(login).into(),
            _ => value.clone(),
        }
    }
}
