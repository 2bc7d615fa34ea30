//! Rules in CEL, compiled once and checked when a file is read, so that asking them later cannot fail.
//!
//! A rule sees the answers by the ids of their questions: texts, choices and dates (`YYYY-MM-DD`) as text, numbers as whole
//! numbers, money as whole yuan, yes and no as true and false. What was not answered is `""`, `0` or `false`; `answered` lists
//! the questions that were. Rules about a matter also see its facts.

use std::fmt;
use std::sync::{Arc, LazyLock};

use cel::common::ast::{Expr, LiteralValue, operators};
use cel::{Context, Env, IdedExpr, Program, Value};

use super::answer::Answer;
use super::ask::{Ask, AskKind};
use super::suggest::Facts;

/// The list of questions that have an answer.
pub(super) const ANSWERED: &str = "answered";

/// The functions that a rule may call, besides the operators.
const FUNCTIONS: [&str; 4] = ["size", "contains", "startsWith", "endsWith"];

static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// A condition.
#[derive(Clone)]
pub(super) struct Rule {
    text: String,
    program: Arc<Program>,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.text)
    }
}

/// What a rule may speak of.
pub(super) struct Vocabulary<'a> {
    pub asks: &'a [Ask],
    pub about: About,
}

/// Whether a rule is about answers alone, about a matter with what people wrote, or about a matter's facts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Answers,
    Matter,
    /// A matter's facts, without what people wrote.
    Case,
}

pub(super) fn context() -> Context<'static, 'static> {
    Context::with_env(Arc::clone(&ENV))
}

/// An answer as rules see it.
pub(super) fn value(kind: AskKind, answer: Option<&Answer>) -> Value {
    match kind {
        AskKind::Integer => answer.and_then(Answer::to_integer).unwrap_or(0).into(),
        AskKind::Money => answer.and_then(Answer::to_cents).map_or(0, |cents| cents / 100).into(),
        AskKind::YesNo => answer.and_then(Answer::to_flag).unwrap_or(false).into(),
        AskKind::Text | AskKind::LongText | AskKind::Date | AskKind::Choice => {
            answer.map(ToString::to_string).unwrap_or_default().into()
        }
    }
}

impl Rule {
    /// Compiles a rule and tries it, so that a wrong one is refused before anybody depends on it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile(text: &str, words: &Vocabulary) -> Result<Self, String> {
        let program = ENV.compile(text).map_err(|e| format!("`{text}` is no rule: {}", one_line(&e.to_string())))?;
        let references = program.references();
        let mut names = references.variables();
        names.sort_unstable();
        if let Some(unknown) = names.iter().find(|name| !words.knows(name)) {
            return Err(format!("`{unknown}` in `{text}` is not known here; known: {}", words.names().join(", ")));
        }
        let mut called = references.functions();
        called.sort_unstable();
        let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(unknown) = called.iter().find(|name| is_name(name) && !FUNCTIONS.contains(name)) {
            return Err(format!("`{unknown}(…)` in `{text}` is not known; known: {}", FUNCTIONS.join(", ")));
        }
        words.check(program.expression()).map_err(|reason| format!("{reason} in `{text}`"))?;
        for sample in words.samples() {
            match program.execute(&sample) {
                Ok(Value::Bool(_)) => {}
                Ok(_) => return Err(format!("`{text}` says neither true nor false")),
                Err(e) => return Err(format!("`{text}` cannot be worked out: {}", one_line(&e.to_string()))),
            }
        }
        Ok(Self { text: text.to_owned(), program: Arc::new(program) })
    }

    /// As it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it speaks of this name.
    pub fn mentions(&self, name: &str) -> bool {
        self.program.references().has_variable(name)
    }

    /// Whether it holds. What cannot be worked out, such as a division by nothing, does not hold.
    pub fn holds(&self, context: &Context) -> bool {
        matches!(self.program.execute(context), Ok(Value::Bool(true)))
    }
}

fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

impl Vocabulary<'_> {
    fn names(&self) -> Vec<&str> {
        let asks = self.asks.iter().map(|ask| ask.id.as_str());
        let facts = match self.about {
            About::Answers => &[],
            About::Matter => Facts::NAMES,
            About::Case => Facts::LASTING,
        };
        asks.chain(std::iter::once(ANSWERED)).chain(facts.iter().copied()).collect()
    }

    fn knows(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    fn ask(&self, id: &str) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.id == id)
    }

    /// Looks for comparisons that could never hold, which trying would not bring to light.
    fn check(&self, expr: &IdedExpr) -> Result<(), String> {
        match &expr.expr {
            Expr::Call(call) => {
                if let [left, right] = call.args.as_slice() {
                    self.compare(&call.func_name, left, right)?;
                }
                call.target.iter().map(AsRef::as_ref).chain(&call.args).try_for_each(|part| self.check(part))
            }
            Expr::List(list) => list.elements.iter().try_for_each(|part| self.check(part)),
            Expr::Select(_) | Expr::Comprehension(_) | Expr::Map(_) | Expr::Struct(_) => {
                Err("only comparisons, `!`, `&&`, `||`, `in` and sums can be used".to_owned())
            }
            Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Ok(()),
        }
    }

    fn compare(&self, operator: &str, left: &IdedExpr, right: &IdedExpr) -> Result<(), String> {
        match (operator, &left.expr, &right.expr) {
            (operators::IN, Expr::Literal(literal), Expr::Ident(name)) if name == ANSWERED => match text_of(literal) {
                Some(id) if self.ask(id).is_some() => Ok(()),
                _ => Err("a question that is not asked".to_owned()),
            },
            (operators::IN, Expr::Ident(name), Expr::List(list)) => {
                list.elements.iter().try_for_each(|element| match &element.expr {
                    Expr::Literal(literal) => self.suits(name, literal),
                    _ => Ok(()),
                })
            }
            (
                operators::EQUALS
                | operators::NOT_EQUALS
                | operators::LESS
                | operators::LESS_EQUALS
                | operators::GREATER
                | operators::GREATER_EQUALS,
                Expr::Ident(name),
                Expr::Literal(literal),
            )
            | (
                operators::EQUALS
                | operators::NOT_EQUALS
                | operators::LESS
                | operators::LESS_EQUALS
                | operators::GREATER
                | operators::GREATER_EQUALS,
                Expr::Literal(literal),
                Expr::Ident(name),
            ) => self.suits(name, literal),
            _ => Ok(()),
        }
    }

    /// Whether the answer called `name` could ever be `literal`.
    fn suits(&self, name: &str, literal: &LiteralValue) -> Result<(), String> {
        let Some(ask) = self.ask(name) else { return Ok(()) };
        let suits = match (ask.kind, literal) {
            (AskKind::Choice, literal) => text_of(literal).is_some_and(|id| id.is_empty() || ask.choice(id).is_some()),
            (AskKind::Integer | AskKind::Money, LiteralValue::Int(_)) => true,
            (AskKind::YesNo, LiteralValue::Boolean(_)) => true,
            (AskKind::Text | AskKind::LongText | AskKind::Date, LiteralValue::String(_)) => true,
            _ => false,
        };
        if suits { Ok(()) } else { Err(format!("`{name}` is compared with what it can never be")) }
    }

    /// Answers and facts to try a rule on: nothing, much, and every choice.
    fn samples(&self) -> Vec<Context<'static, 'static>> {
        let choices = self.asks.iter().flat_map(|ask| ask.choices.iter().map(move |choice| (&*ask.id, &*choice.id)));
        let mut all = vec![self.sample(Filled::Nothing, None), self.sample(Filled::Everything, None)];
        for choice in choices {
            all.extend([Filled::Nothing, Filled::Everything].map(|filled| self.sample(filled, Some(choice))));
        }
        all
    }

    fn sample(&self, filled: Filled, chosen: Option<(&str, &str)>) -> Context<'static, 'static> {
        let mut context = context();
        for ask in self.asks {
            let answer = match (filled, chosen) {
                (_, Some((id, choice))) if id == ask.id => Some(choice.into()),
                (Filled::Nothing, _) => None,
                (Filled::Everything, _) => Some(ask.sample()),
            };
            context.add_variable_from_value(ask.id.as_str(), value(ask.kind, answer.as_ref()));
        }
        let answered: Vec<&str> = match filled {
            Filled::Nothing => Vec::new(),
            Filled::Everything => self.asks.iter().map(|ask| ask.id.as_str()).collect(),
        };
        context.add_variable_from_value(ANSWERED, answered);
        if self.about != About::Answers {
            match filled {
                Filled::Nothing => Facts::default().bind(&mut context),
                Filled::Everything => Facts::sample().bind(&mut context),
            }
        }
        context
    }
}

#[derive(Clone, Copy)]
enum Filled {
    Nothing,
    Everything,
}

impl Ask {
    fn sample(&self) -> Answer {
        match self.kind {
            AskKind::Text | AskKind::LongText => "a".into(),
            AskKind::Integer | AskKind::Money => self.max.unwrap_or(1_000).into(),
            AskKind::Date => "2026-01-01".into(),
            AskKind::Choice => self.choices.first().map_or("", |choice| &choice.id).into(),
            AskKind::YesNo => true.into(),
        }
    }
}

fn text_of(literal: &LiteralValue) -> Option<&str> {
    match literal {
        LiteralValue::String(text) => Some(text.inner()),
        _ => None,
    }
}
