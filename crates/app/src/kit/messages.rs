//! Words for people: Fluent messages of all slices, one bundle per language.

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use fluent_syntax::ast::PatternElement;
use unic_langid::LanguageIdentifier;

use super::templates::FaceError;

/// A language that every page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese, `zh-CN`: the first language.
    #[default]
    Zh,
    /// English, `en`.
    En,
}

impl Lang {
    /// Every language, the first one first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads a tag by its primary language: `zh`, `zh-Hans-CN`, `en-GB`; none for a language without pages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.tag().split('-').next().is_some_and(|p| p.eq_ignore_ascii_case(primary)))
    }

    /// The language that an `Accept-Language` header prefers among ours.
    pub fn preferred(accept_language: &str) -> Self {
        let mut wanted: Vec<(f32, Self)> = accept_language
            .split(',')
            .filter_map(|range| {
                let (tag, quality) = range.split_once(";q=").unwrap_or((range, "1"));
                Some((quality.trim().parse().ok()?, Self::from_tag(tag)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map_or_else(Self::default, |(_, lang)| *lang)
    }

    /// The other language, for the switch in the page's head.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// Arguments of a message: `Args::from_iter([("n", 3)])`, or `Args::new()` and `set`.
pub type Args<'a> = FluentArgs<'a>;

/// All messages in all languages. Cheap to share behind an `Arc`.
pub struct Messages {
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").finish_non_exhaustive()
    }
}

impl Messages {
    /// Merges message files given as language, file name and text.
    ///
    /// # Errors
    /// [`FaceError::Message`] with the file when a message cannot be read or a key is taken already.
    pub fn load(files: impl IntoIterator<Item = (Lang, String, String)>) -> Result<Self, FaceError> {
        let mut messages = Self { zh: bundle(Lang::Zh)?, en: bundle(Lang::En)? };
        for (lang, name, text) in files {
            let resource = FluentResource::try_new(text).map_err(|(_, errors)| FaceError::Message {
                file: name.clone(),
                detail: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
            messages.bundle_mut(lang).add_resource(resource).map_err(|errors| FaceError::Message {
                file: name,
                detail: errors.iter().map(describe).collect::<Vec<_>>().join("; "),
            })?;
        }
        Ok(messages)
    }

    /// The message `key` in `lang`; the key itself where there is no such message.
    pub fn text(&self, lang: Lang, key: &str, args: &Args) -> String {
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, %lang, "message missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, %lang, ?errors, "message not complete");
        }
        text
    }

    /// The message `key` where it is the same whatever the arguments; none for one with variables or for no message.
    pub fn constant(&self, lang: Lang, key: &str) -> Option<Cow<'_, str>> {
        let pattern = self.bundle(lang).get_message(key)?.value()?;
        let constant = pattern.elements.iter().all(|part| matches!(part, PatternElement::TextElement { .. }));
        constant.then(|| self.bundle(lang).format_pattern(pattern, None, &mut Vec::new()))
    }

    /// A message without arguments.
    pub fn plain(&self, lang: Lang, key: &str) -> String {
        self.text(lang, key, &Args::new())
    }

    /// Whether `lang` has the message.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).has_message(key)
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    fn bundle_mut(&mut self, lang: Lang) -> &mut FluentBundle<FluentResource> {
        match lang {
            Lang::Zh => &mut self.zh,
            Lang::En => &mut self.en,
        }
    }
}

fn bundle(lang: Lang) -> Result<FluentBundle<FluentResource>, FaceError> {
    let locale: LanguageIdentifier = lang
        .tag()
        .parse()
        .map_err(|error| FaceError::Message { file: lang.tag().to_owned(), detail: format!("{error}") })?;
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Direction marks around arguments would end up in copied codes and in searches.
    bundle.set_use_isolating(false);
    Ok(bundle)
}

fn describe(error: &FluentError) -> String {
    match error {
        FluentError::Overriding { id, .. } => format!("`{id}` is defined twice"),
        other => format!("{other}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::source::{Source, SourceFile};
    use super::*;

    type Keys = BTreeMap<String, BTreeSet<String>>;

    fn files(ending: &str) -> Vec<SourceFile> {
        let mut files = Source::Embedded.files().unwrap();
        files.retain(|file| file.name.ends_with(ending));
        files
    }

    /// Message keys of all slices, each with the variables it uses.
    fn keys(lang: Lang) -> Keys {
        let mut keys = Keys::new();
        for file in files(&format!("/{lang}.ftl")) {
            let mut current = String::new();
            for line in file.text.lines().filter(|line| !line.starts_with('#')) {
                if let Some((key, _)) =
                    line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
                {
                    current = key.to_owned();
                    keys.entry(current.clone()).or_default();
                }
                for variable in line.split('$').skip(1) {
                    let name =
                        variable.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next().unwrap();
                    keys.entry(current.clone()).or_default().insert(name.to_owned());
                }
            }
        }
        keys
    }

    fn messages() -> Messages {
        let of = |lang: Lang| files(&format!("/{lang}.ftl")).into_iter().map(move |file| (lang, file.name, file.text));
        Messages::load(of(Lang::Zh).chain(of(Lang::En))).unwrap()
    }

    /// Literal keys of `t("…")` in a template; a key that is only begun (`t("status-" ~ x)`) is left out.
    fn literal_keys(template: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (at, _) in template.match_indices("t(\"") {
            if template[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
                continue;
            }
            let Some((key, rest)) = template[at + 3..].split_once('"') else { continue };
            if !rest.trim_start().starts_with('~') {
                found.push(key.to_owned());
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_variables() {
        let (zh, en) = (keys(Lang::Zh), keys(Lang::En));
        let differing: Vec<_> = zh.keys().chain(en.keys()).filter(|key| zh.get(*key) != en.get(*key)).collect();
        assert!(!zh.is_empty());
        assert!(differing.is_empty(), "keys that differ between zh-CN and en: {differing:?}");
    }

    #[test]
    fn no_key_is_defined_twice() {
        messages();
        let twice = [("a", "greeting = 1\n"), ("b", "greeting = 2\n")];
        let loaded = Messages::load(twice.map(|(name, text)| (Lang::En, name.to_owned(), text.to_owned())));
        assert!(matches!(loaded, Err(FaceError::Message { file, .. }) if file == "b"));
    }

    #[test]
    fn every_key_a_template_names_exists_in_both_languages() {
        let messages = messages();
        let mut missing = Vec::new();
        for file in files(".html") {
            for key in literal_keys(&file.text) {
                missing.extend(
                    Lang::ALL
                        .into_iter()
                        .filter(|lang| !messages.has(*lang, &key))
                        .map(|lang| (file.name.clone(), lang, key.clone())),
                );
            }
        }
        assert!(missing.is_empty(), "missing messages: {missing:?}");
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(messages().plain(Lang::En, "no-such-key"), "no-such-key");
    }

    #[test]
    fn the_browser_language_decides_by_weight() {
        assert_eq!(Lang::preferred("fr, en;q=0.8, zh-CN;q=0.5"), Lang::En);
        assert_eq!(Lang::preferred("zh-Hans,en;q=0.9"), Lang::Zh);
        assert_eq!(Lang::preferred("de"), Lang::Zh);
    }
}
