//! Pages: minijinja templates of all slices, with the functions they use.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Enumerator, Kwargs, Object, ObjectExt as _};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior, Value, context};

use super::error_lines;
use super::fold::{self, Known};
use super::format;
use super::messages::{Args, Lang, Messages};
use super::shake::Sheaf;
use super::source::{Source, SourceFile};
use super::{assets, work_queries};

/// Why a page cannot be drawn. Every one of these is a fault of ours, not of the reader.
#[derive(Debug, thiserror::Error)]
pub enum FaceError {
    /// A message file that cannot be read, or a key defined twice.
    #[error("{file}: {detail}")]
    Message {
        /// The message file.
        file: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A template that cannot be read or drawn.
    #[error("template: {0:#}")]
    Template(#[from] Error),
    /// A folder or file that cannot be read.
    #[error("reading templates: {0}")]
    Io(#[from] std::io::Error),
    /// A template or message file that is not UTF-8.
    #[error("{0} is not UTF-8")]
    NotText(String),
}

/// All templates and messages, ready to draw. Share it behind an `Arc`.
#[derive(Clone, Debug)]
pub struct Templates {
    source: Source,
    loaded: Loaded,
}

#[derive(Clone, Debug)]
struct Loaded {
    messages: Arc<Messages>,
    /// The templates with the words of each language, as [`Lang::ALL`].
    envs: Vec<Environment<'static>>,
}

impl Templates {
    /// Reads every template and message file of `source`.
    ///
    /// # Errors
    /// [`FaceError`] with the file that is wrong.
    pub fn load(source: Source) -> Result<Self, FaceError> {
        let loaded = Loaded::read(&source, &Lang::ALL)?;
        Ok(Self { source, loaded })
    }

    /// The messages as they were at start.
    pub fn messages(&self) -> &Arc<Messages> {
        &self.loaded.messages
    }

    /// Where they come from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Draws the template `name` (`track/show.html`) with `ctx`, to which `lang` is added.
    ///
    /// # Errors
    /// [`FaceError::Template`] when the template is unknown or uses what `ctx` lacks.
    pub fn render(&self, name: &str, lang: Lang, ctx: Value) -> Result<String, FaceError> {
        let env = match self.source {
            Source::Embedded => &self.loaded.envs[lang as usize],
            Source::Folder(_) => &Loaded::read(&self.source, &[lang])?.envs[0],
        };
        let ctx = Variables::of(&context! { lang => lang.tag(), ..ctx });
        let drawn = env.get_template(name)?.render_captured(Value::from_object(ctx))?;
        Ok(error_lines::fill(drawn, &self.loaded.messages, lang))
    }
}

impl Loaded {
    fn read(source: &Source, langs: &[Lang]) -> Result<Self, FaceError> {
        let (ftl, html): (Vec<_>, Vec<_>) = source.files()?.into_iter().partition(SourceFile::is_messages);
        let messages = Arc::new(Messages::load(ftl.into_iter().filter_map(spoken))?);
        let sheaf = Arc::new(Sheaf::new(html));
        let envs = langs.iter().map(|lang| environment(*lang, &messages, &sheaf)).collect::<Result<_, _>>()?;
        Ok(Self { messages, envs })
    }
}

/// What draws pages in a language. A template is compiled when it is drawn first: memory is for what is used.
fn environment(lang: Lang, messages: &Arc<Messages>, sheaf: &Arc<Sheaf>) -> Result<Environment<'static>, FaceError> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    add_words(&mut env, lang, messages);
    add_formats(&mut env, lang, messages);
    add_addresses(&mut env);
    error_lines::add(&mut env);
    let (messages, sheaf) = (Arc::clone(messages), Arc::clone(sheaf));
    env.set_loader(move |name| Ok(sheaf.text(name).map(|text| fold::fold(&text, &Same { lang, messages: &messages }))));
    Ok(env)
}

/// What is the same whenever a template is drawn in this language.
struct Same<'a> {
    lang: Lang,
    messages: &'a Messages,
}

impl Known for Same<'_> {
    fn words(&self, key: &str) -> Option<Cow<'_, str>> {
        self.messages.constant(self.lang, key)
    }

    fn html(&self, function: &str, argument: &str) -> Option<String> {
        match function {
            "icon" => icon(argument).ok(),
            "asset" => Some(assets::url(argument).into_owned()),
            _ => None,
        }
    }
}

/// A page's variables in one table: what `context!` merges is looked through part by part for each name that a template
/// uses, which was a fifth of a list's drawing.
#[derive(Debug)]
struct Variables(HashMap<String, Value>);

impl Variables {
    fn of(merged: &Value) -> Self {
        let names = merged.try_iter().into_iter().flatten();
        let pair = |name: Value| Some((name.as_str()?.to_owned(), merged.get_item(&name).ok()?));
        Self(names.filter_map(pair).collect())
    }
}

impl Object for Variables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.mapped_enumerator(|this| Box::new(this.0.keys().map(|name| Value::from(name.as_str()))))
    }
}

/// A message file with its language, told by its name: `track/zh-CN.ftl`.
fn spoken(file: SourceFile) -> Option<(Lang, String, String)> {
    let tag = file.name.rsplit('/').next()?.strip_suffix(".ftl")?;
    Some((Lang::from_tag(tag)?, file.name, file.text))
}

/// `t("key", n=3)`.
fn add_words(env: &mut Environment<'static>, lang: Lang, messages: &Arc<Messages>) {
    let words = Arc::clone(messages);
    env.add_function("t", move |key: &str, named: Kwargs| -> Result<String, Error> {
        let mut args = Args::new();
        for name in named.args() {
            let value: Value = named.peek(name)?;
            if let Some(n) = value.as_i64().filter(|_| value.is_number()) {
                args.set(name, n);
            } else if value.is_number() {
                args.set(name, f64::try_from(value)?);
            } else {
                args.set(name, value.to_string());
            }
        }
        Ok(words.text(lang, key, &args))
    });
}

/// Numbers, money, dates and codes: each as a function and as a filter.
fn add_formats(env: &mut Environment<'static>, lang: Lang, messages: &Arc<Messages>) {
    both(env, "n", |value: Value| -> Result<String, Error> { Ok(format::number(integer(&value)?)) });
    both(env, "counted", |value: Value| -> Result<String, Error> {
        let (count, most) = (integer(&value)?, work_queries::MOST_COUNTED);
        Ok(if count < most { format::number(count) } else { format!("{}+", format::number(most - 1)) })
    });
    both(env, "money", |value: Value| -> Result<String, Error> { Ok(format::money(integer(&value)?)) });
    both(env, "code", |value: Value| -> String { format::code(&value.to_string()) });
    let words = Arc::clone(messages);
    both(env, "date", move |value: Value| -> Result<String, Error> {
        format::date(&words, lang, &value.to_string()).map_err(bad)
    });
    let words = Arc::clone(messages);
    both(env, "weekday", move |value: Value| -> Result<String, Error> {
        format::weekday(&words, lang, &value.to_string()).map_err(bad)
    });
    let words = Arc::clone(messages);
    both(env, "datetime", move |state: &State, value: Value| -> Result<String, Error> {
        format::datetime(&words, lang, integer(&value)?, &text(state, "zone")?).map_err(bad)
    });
    both(env, "time", move |state: &State, value: Value| -> Result<String, Error> {
        format::time(integer(&value)?, &text(state, "zone")?).map_err(bad)
    });
    both(env, "micros", |value: Value| -> Result<i64, Error> {
        Ok(value.to_string().parse::<jiff::Timestamp>().map_err(bad)?.as_microsecond())
    });
    both(env, "iso", move |value: Value| -> Result<String, Error> { format::iso(integer(&value)?).map_err(bad) });
    let words = Arc::clone(messages);
    both(env, "ago", move |state: &State, value: Value| -> Result<String, Error> {
        let now =
            text(state, "now")?.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "`now` is no instant"))?;
        format::ago(&words, lang, now, integer(&value)?, &text(state, "zone")?).map_err(bad)
    });
    let words = Arc::clone(messages);
    both(env, "relative_day", move |state: &State, value: Value| -> Result<String, Error> {
        let days = format::days_until(&text(state, "today")?, &value.to_string()).map_err(bad)?;
        Ok(format::relative_day(&words, lang, days))
    });
    both(env, "days_until", move |state: &State, value: Value| -> Result<i64, Error> {
        format::days_until(&text(state, "today")?, &value.to_string()).map_err(bad)
    });
}

/// `icon("check")`, `asset("app.css")`, `url_with(page=2)`.
fn add_addresses(env: &mut Environment<'static>) {
    env.add_function("icon", |name: &str| icon(name).map(Value::from_safe_string));
    // Safe: an address is made of the name that the template gives and hexadecimal digits.
    env.add_function("asset", |name: &str| Value::from_safe_string(assets::url(name).into_owned()));
    env.add_function("url_with", |state: &State, edits: Kwargs| -> Result<String, Error> {
        let names: Vec<String> = edits.args().map(str::to_owned).collect();
        let mut pairs = Vec::new();
        for name in names {
            let value: Value = edits.get(&name)?;
            pairs.push((name, if value.is_none() { None } else { Some(value.to_string()) }));
        }
        Ok(format::edit_query(&text(state, "path")?, &text(state, "query")?, &pairs))
    });
}

/// The HTML of an icon of the sprite.
fn icon(name: &str) -> Result<String, Error> {
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("`{name}` is not the name of an icon")));
    }
    let sprite = assets::url("icons.svg");
    Ok(format!(r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="{sprite}#{name}"></use></svg>"#))
}

fn both<F, Rv, A>(env: &mut Environment<'static>, name: &'static str, f: F)
where
    F: minijinja::functions::Function<Rv, A> + Clone,
    Rv: minijinja::value::FunctionResult,
    A: for<'a> minijinja::value::FunctionArgs<'a>,
{
    env.add_filter(name, f.clone());
    env.add_function(name, f);
}

/// A text that the page's context must hold.
fn text(state: &State, name: &str) -> Result<String, Error> {
    match state.lookup(name) {
        Some(value) if !value.is_none() && !value.is_undefined() => Ok(value.to_string()),
        Some(value) if value.is_none() => Ok(String::new()),
        _ => Err(Error::new(ErrorKind::UndefinedError, format!("`{name}` is not in the page's context"))),
    }
}

fn integer(value: &Value) -> Result<i64, Error> {
    value.as_i64().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("`{value}` is not a whole number")))
}

fn bad(error: jiff::Error) -> Error {
    Error::new(ErrorKind::InvalidOperation, "not a date or a time zone").with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that follow `opening` up to the next quote, wherever it stands in a template.
    fn named<'t>(template: &'t str, opening: &'t str) -> impl Iterator<Item = &'t str> {
        template.split(opening).skip(1).filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn every_icon_a_template_names_is_in_the_sprite() {
        let Some(sprite) = assets::content("icons.svg") else { return };
        let sprite = String::from_utf8(sprite.into_owned()).unwrap();
        let mut missing = Vec::new();
        for file in Source::Embedded.files().unwrap().iter().filter(|file| !file.is_messages()) {
            for opening in ["icon(\"", "icon_name=\"", "\"icon\": \""] {
                let absent = named(&file.text, opening).filter(|name| !sprite.contains(&format!("id=\"{name}\"")));
                missing.extend(absent.map(|name| (file.name.clone(), name.to_owned())));
            }
        }
        assert!(missing.is_empty(), "add to ui/src/icons.txt: {missing:?}");
    }

    #[test]
    fn every_template_can_be_read_in_each_language() {
        let templates = Templates::load(Source::Embedded).unwrap();
        let files = Source::Embedded.files().unwrap();
        for file in files.iter().filter(|file| !file.is_messages()) {
            for env in &templates.loaded.envs {
                env.get_template(&file.name).unwrap();
            }
        }
    }

    #[test]
    fn what_people_write_is_escaped() {
        let templates = Templates::load(Source::Embedded).unwrap();
        let ctx = context! { words => "<script>alert(1)</script>" };
        let html =
            templates.loaded.envs[0].render_str("{{ words }}{{ t(\"kit-change-what\", what=words) }}", ctx).unwrap();
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn a_variable_that_the_context_lacks_is_an_error() {
        let templates = Templates::load(Source::Embedded).unwrap();
        assert!(templates.loaded.envs[0].render_str("{{ nobody_gave_this }}", context! {}).is_err());
    }
}
