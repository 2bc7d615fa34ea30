//! What is the same each time a template is drawn, written into it when it is read: words without variables in one language,
//! icons, and addresses of styles and scripts.

use std::borrow::Cow;
use std::fmt::Write as _;

use minijinja::HtmlEscape;

/// What a call with one literal gives, where that never changes.
pub trait Known {
    /// The words of `t("key")`.
    fn words(&self, key: &str) -> Option<Cow<'_, str>>;
    /// The HTML of a call such as `icon("name")`.
    fn html(&self, function: &str, argument: &str) -> Option<String>;
}

/// The template with what is known in the places of the calls: as HTML where a call is all that is put out, and otherwise, for words, as
/// a literal of the expression.
pub fn fold(template: &str, known: &impl Known) -> String {
    let mut folded = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        folded.push_str(before);
        let Some(close) = ending(tag) else {
            folded.push('{');
            rest = &tag[1..];
            continue;
        };
        let end = end_of(tag, close).unwrap_or(tag.len());
        let (whole, after) = tag.split_at(end);
        match whole
            .strip_prefix("{{")
            .and_then(|inner| inner.strip_suffix("}}"))
            .and_then(|inner| put_out(inner, known))
        {
            Some(html) => folded.push_str(&html),
            None if close == "#}" => folded.push_str(whole),
            None => folded.push_str(&literals(whole, known)),
        }
        rest = after;
    }
    folded.push_str(rest);
    folded
}

/// How a tag that begins here ends.
fn ending(tag: &str) -> Option<&'static str> {
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .find_map(|(open, close)| tag.starts_with(open).then_some(close))
}

/// Where a tag ends: its closing mark outside of a quoted text.
fn end_of(tag: &str, close: &str) -> Option<usize> {
    if close == "#}" {
        return tag.find(close).map(|at| at + close.len());
    }
    let mut at = 2;
    while at < tag.len() {
        let left = &tag[at..];
        if left.starts_with(close) {
            return Some(at + close.len());
        }
        at += quoted(left).unwrap_or_else(|| left.chars().next().map_or(1, char::len_utf8));
    }
    None
}

/// The length of a quoted text that begins here, with its quotes.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The function and the literal of `name("literal")` at the beginning, and how long that is.
fn call(text: &str) -> Option<(&str, &str, usize)> {
    let (function, left) = text.split_once("(\"").filter(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase()))?;
    let (argument, _) = left.split_once('"').filter(|(argument, _)| !argument.contains('\\'))?;
    let length = function.len() + argument.len() + 4;
    text[..length.min(text.len())].ends_with("\")").then_some((function, argument, length))
}

/// What a call that stands alone puts out.
fn put_out(inner: &str, known: &impl Known) -> Option<String> {
    let inner = inner.trim();
    let (function, argument, _) = call(inner).filter(|(.., length)| *length == inner.len())?;
    if function != "t" {
        return known.html(function, argument);
    }
    let html = HtmlEscape(&known.words(argument)?).to_string();
    // Braces would be read as a tag.
    (!html.contains('{')).then_some(html)
}

/// A tag with each `t("key")` inside as the words.
fn literals(tag: &str, known: &impl Known) -> String {
    let mut folded = String::with_capacity(tag.len());
    let (mut at, mut word_before) = (0, false);
    while let Some(c) = tag[at..].chars().next() {
        let left = &tag[at..];
        let words = call(left).filter(|(function, ..)| *function == "t" && !word_before);
        let (text, length) = match words.and_then(|(_, key, length)| Some((literal(&known.words(key)?), length))) {
            Some((literal, length)) => (Cow::Owned(literal), length),
            None => {
                let length = quoted(left).unwrap_or(c.len_utf8());
                (Cow::Borrowed(&left[..length]), length)
            }
        };
        folded.push_str(&text);
        word_before = c.is_alphanumeric() || matches!(c, '_' | '.');
        at += length;
    }
    folded
}

/// Words as a literal of an expression.
fn literal(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 2);
    text.push('"');
    for c in words.chars() {
        match c {
            '"' | '\\' => {
                text.push('\\');
                text.push(c);
            }
            '\n' => text.push_str("\\n"),
            // A tag ends at its mark, wherever that stands.
            '%' | '{' | '}' => _ = write!(text, "\\u{:04x}", u32::from(c)),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Few;

    impl Known for Few {
        fn words(&self, key: &str) -> Option<Cow<'_, str>> {
            match key {
                "save" => Some("保存".into()),
                "odd" => Some("a \"b\" & {c} 5 %}".into()),
                _ => None,
            }
        }
        fn html(&self, function: &str, argument: &str) -> Option<String> {
            (function == "icon").then(|| format!("<svg>{argument}</svg>"))
        }
    }

    #[test]
    fn what_is_put_out_alone_stands_as_html() {
        assert_eq!(
            fold("<p>{{ t(\"save\") }} {{icon(\"x\")}}</p>{# t(\"save\") #}", &Few),
            "<p>保存 <svg>x</svg></p>{# t(\"save\") #}"
        );
    }

    #[test]
    fn words_in_an_expression_stand_as_a_literal() {
        assert_eq!(
            fold("{{ b(t(\"save\"), \"t(\") }}{% if t(\"save\") %}", &Few),
            "{{ b(\"保存\", \"t(\") }}{% if \"保存\" %}"
        );
    }

    #[test]
    fn what_may_differ_and_what_only_looks_like_it_stays() {
        for same in [
            "{{ t(\"save\", n=1) }}",
            "{{ t(\"save\" ~ x) }}",
            "{{ t(\"unknown\") }}",
            "{{ part(\"save\") }}",
            "{{ select(\"save\") }}",
            "{{ set.t(\"save\") }}",
            "{{ icon(name) }}",
            "{{ b(icon(\"x\")) }}",
            "a { b } {",
            "{{ \"t(\\\"save\\\") }}\" }}",
            "t(\"save\")",
        ] {
            assert_eq!(fold(same, &Few), same);
        }
    }

    #[test]
    fn odd_words_come_out_as_they_are_read() {
        let env = minijinja::Environment::new();
        let drawn = env.render_str(&fold("{{ [t(\"odd\")][0] }}", &Few), ()).unwrap();
        assert_eq!(drawn, "a \"b\" & {c} 5 %}");
    }
}
