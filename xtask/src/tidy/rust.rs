//! Rules on Rust sources.

use super::lexer::{Kind, Token, closing, lex, without_tests};
use super::{Complaint, Source};

/// A function reads on one screen.
const FUNCTION_LINES_MAX: usize = 70;
/// Of a file, without its tests.
const FILE_LINES_MAX: usize = 400;

/// Checks one Rust file against every rule that applies where it lies.
pub fn check(source: &Source, slices: &[String], found: &mut Vec<Complaint>) {
    if is_test_file(&source.path) {
        return;
    }
    let (tokens, test_lines) = without_tests(lex(&source.text));
    let lines = source.text.lines().count().saturating_sub(test_lines);
    if lines > FILE_LINES_MAX {
        found.push(Complaint::new(&source.path, 0, format!("{lines} lines without tests (at most {FILE_LINES_MAX})")));
    }
    long_functions(&source.path, &tokens, found);
    if source.path.starts_with("crates/") {
        words_for_people(&source.path, &tokens, found);
        sql_outside_queries(&source.path, &tokens, found);
    }
    if source.path.starts_with("crates/domain/") {
        bool_parameters(&source.path, &tokens, found);
    }
    slice_imports(&source.path, &tokens, slices, found);
}

/// Integration tests, and modules that a `#[cfg(test)] mod …;` elsewhere draws in.
fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.contains("/tests/") || path.contains("/benches/") || name == "tests.rs" || name.ends_with("_tests.rs")
}

/// Each function as (name, index of `fn`, index of its opening brace).
fn functions(tokens: &[Token]) -> Vec<(&str, usize, usize)> {
    let mut functions = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let (Some("fn"), Some(name)) = (pair[0].word(), pair[1].word()) else { continue };
        let mut next = at + 2;
        while let Some(token) = tokens.get(next) {
            match token.kind {
                Kind::Mark('{') => {
                    functions.push((name, at, next));
                    break;
                }
                Kind::Mark(';') => break,
                Kind::Mark('(' | '[') => next = closing(tokens, next) + 1,
                _ => next += 1,
            }
        }
    }
    functions
}

fn long_functions(path: &str, tokens: &[Token], found: &mut Vec<Complaint>) {
    for (name, start, open) in functions(tokens) {
        let lines = tokens[closing(tokens, open)].line + 1 - tokens[start].line;
        if lines > FUNCTION_LINES_MAX {
            let what = format!("fn {name} has {lines} lines (at most {FUNCTION_LINES_MAX})");
            found.push(Complaint::new(path, tokens[start].line, what));
        }
    }
}

fn texts(tokens: &[Token]) -> impl Iterator<Item = (usize, &str)> {
    tokens.iter().filter_map(|token| match &token.kind {
        Kind::Text(text) => Some((token.line, text.as_str())),
        _ => None,
    })
}

/// Han characters, kana, and the punctuation and full-width forms that go with them.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff5e}' | '\u{20000}'..='\u{3ffff}')
}

fn words_for_people(path: &str, tokens: &[Token], found: &mut Vec<Complaint>) {
    for (line, text) in texts(tokens) {
        if text.chars().any(is_cjk) {
            found.push(Complaint::new(path, line, "words for people belong in *.ftl, playbooks or data"));
        }
    }
}

/// Whether a string is a statement of SQL, or the beginning of one.
fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let pair = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match pair {
        ("SELECT" | "WITH" | "PRAGMA", rest) => !rest.is_empty(),
        ("INSERT" | "REPLACE", "INTO" | "OR") | ("DELETE", "FROM") => true,
        ("CREATE" | "DROP" | "ALTER", object) => {
            matches!(object, "TABLE" | "INDEX" | "UNIQUE" | "VIEW" | "TRIGGER" | "VIRTUAL")
        }
        ("UPDATE", _) => text.contains(" SET "),
        _ => false,
    }
}

/// Files that may hold SQL: the store, and in `app` the files and folders whose name says that they query or keep rows.
/// `queries`, `rows` and `read_model` say it for a slice; the rest are tables of the kit and of sign-in by their own name.
fn may_hold_sql(path: &str) -> bool {
    const PARTS: [&str; 4] = ["queries", "rows", "read_model", "_table"];
    const NAMES: [&str; 11] = [
        "diary",
        "audit",
        "accounts",
        "sessions",
        "tokens",
        "limit",
        "load",
        "verify",
        "places",
        "views",
        "idempotency",
    ];
    let Some(inside) = path.strip_prefix("crates/app/src/") else { return path.starts_with("crates/store/") };
    let mut names = inside.trim_end_matches(".rs").split('/');
    names.any(|name| NAMES.contains(&name) || PARTS.iter().any(|part| name.contains(part)))
}

fn sql_outside_queries(path: &str, tokens: &[Token], found: &mut Vec<Complaint>) {
    if may_hold_sql(path) {
        return;
    }
    for (line, text) in texts(tokens) {
        if is_sql(text) {
            let what = "SQL stands in the store and in files named *queries*, *rows*, *read_model* or *_table only";
            found.push(Complaint::new(path, line, what));
        }
    }
}

/// `pub fn f(urgent: bool)` in the domain: an enum says what is meant.
fn bool_parameters(path: &str, tokens: &[Token], found: &mut Vec<Complaint>) {
    for (name, start, _) in functions(tokens) {
        let public = tokens[..start].iter().rev().take(6).take_while(|t| !(t.is(';') || t.is('}') || t.is('{')));
        if !public.into_iter().any(|t| t.word() == Some("pub")) {
            continue;
        }
        let Some(open) = (start..tokens.len()).find(|&at| tokens[at].is('(')) else { continue };
        let parameters = &tokens[open..=closing(tokens, open)];
        let plain = |w: &[Token]| w[0].is(':') && w[1].word() == Some("bool") && (w[2].is(',') || w[2].is(')'));
        if parameters.windows(3).any(plain) {
            found.push(Complaint::new(
                path,
                tokens[start].line,
                format!("fn {name} takes a bool: an enum says what is meant"),
            ));
        }
    }
}

/// The slice a file of `app` belongs to, if any.
fn slice_of<'a>(path: &str, slices: &'a [String]) -> Option<&'a str> {
    let folder = path.strip_prefix("crates/app/src/")?.split_once('/')?.0;
    slices.iter().map(String::as_str).find(|slice| *slice == folder)
}

/// Folders of `app` that put the slices together, so that they know them: the router, and the demo that fills every slice.
const JOINTS: [&str; 2] = ["demo", "web"];

fn slice_imports(path: &str, tokens: &[Token], slices: &[String], found: &mut Vec<Complaint>) {
    // The kit may not know a slice either: it would be deleted with it.
    let own = slice_of(path, slices).or_else(|| path.starts_with("crates/app/src/kit/").then_some("kit"));
    let Some(own) = own.filter(|own| !JOINTS.contains(own)) else { return };
    let mut complain = |token: &Token| {
        let Some(name) = token.word() else { return };
        if name != own && slices.iter().any(|slice| slice == name) {
            found.push(Complaint::new(
                path,
                token.line,
                format!("{own} uses crate::{name}: what slices share lies in kit"),
            ));
        }
    };
    for at in 0..tokens.len() {
        let is_crate = tokens[at].word() == Some("crate");
        if !is_crate || !tokens.get(at + 1).is_some_and(|t| t.is(':')) || !tokens.get(at + 2).is_some_and(|t| t.is(':'))
        {
            continue;
        }
        let Some(next) = tokens.get(at + 3) else { continue };
        if !next.is('{') {
            complain(next);
            continue;
        }
        let mut inner = at + 4;
        let end = closing(tokens, at + 3);
        let mut leads = true;
        while inner < end {
            if tokens[inner].is('{') {
                inner = closing(tokens, inner);
            } else if tokens[inner].is(',') {
                leads = true;
            } else if std::mem::take(&mut leads) {
                complain(&tokens[inner]);
            }
            inner += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let slices = ["demo", "report", "track"].map(str::to_owned);
        let mut found = Vec::new();
        check(&Source { path: path.into(), text: text.into() }, &slices, &mut found);
        found.into_iter().map(|c| format!("{} {}", c.line, c.what)).collect()
    }

    fn clean(path: &str, text: &str) {
        assert_eq!(complaints(path, text), Vec::<String>::new());
    }

    #[test]
    fn a_function_of_seventy_lines_passes_and_of_seventy_one_does_not() {
        let body = |n: usize| format!("fn f() {{\n{}}}\n", "g();\n".repeat(n - 2));
        clean("crates/store/src/a.rs", &body(70));
        assert_eq!(complaints("crates/store/src/a.rs", &body(71)), ["1 fn f has 71 lines (at most 70)"]);
    }

    #[test]
    fn a_long_function_in_a_test_passes() {
        clean(
            "crates/store/src/a.rs",
            &format!("#[cfg(test)]\nmod tests {{\nfn f() {{\n{}}}\n}}\n", "g();\n".repeat(90)),
        );
        clean("crates/store/tests/a.rs", &format!("fn f() {{\n{}}}\n", "g();\n".repeat(90)));
    }

    #[test]
    fn a_file_counts_without_its_tests() {
        let text = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "use a;\n".repeat(400), "use b;\n".repeat(50));
        clean("crates/store/src/a.rs", &text);
        let longer = format!("use c;\n{text}");
        assert_eq!(complaints("crates/store/src/a.rs", &longer), ["0 401 lines without tests (at most 400)"]);
    }

    #[test]
    fn chinese_in_a_string_is_refused_and_in_a_comment_is_not() {
        clean("crates/app/src/track/mod.rs", "/// 调解\nfn f() {} // 和解");
        assert_eq!(complaints("crates/app/src/track/mod.rs", "fn f() {\n    g(\"和解\") }").len(), 1);
        assert_eq!(complaints("crates/app/src/track/mod.rs", "const A: &str = r#\"（\"#;").len(), 1);
        clean("crates/app/src/track/mod.rs", "#[cfg(test)]\nmod tests { const A: &str = \"和解\"; }");
    }

    #[test]
    fn sql_stands_in_query_files_only() {
        let text = "fn f() { c.query(\"SELECT code FROM matter\", &[]) }";
        clean("crates/store/src/journal.rs", text);
        clean("crates/app/src/track/queries.rs", text);
        clean("crates/app/src/kit/read_model/mod.rs", text);
        assert_eq!(complaints("crates/app/src/track/mod.rs", text).len(), 1);
        assert_eq!(complaints("crates/domain/src/matter.rs", "const A: &str = \"UPDATE matter SET n = 1\";").len(), 1);
        clean("crates/app/src/track/mod.rs", "const A: &str = \"SELECT\"; const B: &str = \"Update me\";");
    }

    #[test]
    fn a_slice_may_use_kit_and_itself_but_no_other_slice() {
        clean("crates/app/src/track/mod.rs", "use crate::kit::desk::Desk; use crate::track::queries;");
        assert_eq!(complaints("crates/app/src/track/mod.rs", "use crate::report::pages;").len(), 1);
        assert_eq!(complaints("crates/app/src/track/mod.rs", "use crate::{kit::{report, desk}, report::x};").len(), 1);
        assert_eq!(complaints("crates/app/src/track/mod.rs", "fn f() { crate::report::x() }").len(), 1);
        assert_eq!(complaints("crates/app/src/kit/desk.rs", "use crate::track::queries;").len(), 1);
        clean("crates/app/src/lib.rs", "use crate::report::pages;");
        clean("crates/app/src/demo/make.rs", "use crate::report::pages;");
    }

    #[test]
    fn a_public_function_of_the_domain_takes_no_bool() {
        assert_eq!(complaints("crates/domain/src/a.rs", "pub fn f(a: u8, urgent: bool) {}").len(), 1);
        assert_eq!(complaints("crates/domain/src/a.rs", "pub(crate) const fn f(urgent: bool,) {}").len(), 1);
        clean(
            "crates/domain/src/a.rs",
            "fn private(urgent: bool) {} pub fn g(f: impl Fn(u8) -> bool) -> bool { true }",
        );
        clean("crates/app/src/a.rs", "pub fn f(urgent: bool) {}");
    }
}
