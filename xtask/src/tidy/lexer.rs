//! Just enough of Rust's grammar of tokens to tell code from strings, comments and tests.

use std::iter::Peekable;
use std::str::CharIndices;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Word(String),
    /// The text of a string literal of any form, escapes left as they stand.
    Text(String),
    Mark(char),
    /// Numbers, characters and lifetimes: nothing here asks about them.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// From 1.
    pub line: usize,
}

impl Token {
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind { Some(word) } else { None }
    }
}

struct Lexer<'a> {
    chars: Peekable<CharIndices<'a>>,
    text: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

/// Splits a source file into tokens, without its comments.
pub fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: text.char_indices().peekable(), text, line: 1, tokens: Vec::new() };
    while let Some((at, c)) = lexer.next() {
        lexer.token(at, c);
    }
    lexer.tokens
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<(usize, char)> {
        let next = self.chars.next();
        if let Some((_, '\n')) = next {
            self.line += 1;
        }
        next
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, c)| c)
    }

    fn rest(&mut self) -> &str {
        let at = self.chars.peek().map_or(self.text.len(), |&(at, _)| at);
        &self.text[at..]
    }

    fn push(&mut self, kind: Kind, line: usize) {
        self.tokens.push(Token { kind, line });
    }

    fn token(&mut self, at: usize, c: char) {
        let line = self.line;
        match c {
            '/' if self.peek() == Some('/') => while self.peek().is_some_and(|c| c != '\n') && self.next().is_some() {},
            '/' if self.peek() == Some('*') => self.block_comment(),
            '"' => self.string(line),
            '\'' => self.quote(line),
            c if c.is_ascii_digit() => {
                while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_') {
                    self.next();
                }
                self.push(Kind::Other, line);
            }
            c if c == '_' || c.is_alphabetic() => self.word(at, line),
            c if c.is_whitespace() => {}
            c => self.push(Kind::Mark(c), line),
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 1;
        self.next();
        while depth > 0 {
            match self.next() {
                Some((_, '*')) if self.peek() == Some('/') => {
                    self.next();
                    depth -= 1;
                }
                Some((_, '/')) if self.peek() == Some('*') => {
                    self.next();
                    depth += 1;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    fn string(&mut self, line: usize) {
        let mut content = String::new();
        while let Some((_, c)) = self.next() {
            match c {
                '"' => break,
                '\\' => {
                    content.push('\\');
                    content.extend(self.next().map(|(_, c)| c));
                }
                c => content.push(c),
            }
        }
        self.push(Kind::Text(content), line);
    }

    fn raw_string(&mut self, line: usize) {
        let mut hashes = String::new();
        while self.peek() == Some('#') {
            self.next();
            hashes.push('#');
        }
        self.next();
        let end = format!("\"{hashes}");
        let mut content = String::new();
        while !self.rest().starts_with(&end) {
            match self.next() {
                Some((_, c)) => content.push(c),
                None => return,
            }
        }
        for _ in 0..end.len() {
            self.next();
        }
        self.push(Kind::Text(content), line);
    }

    /// After a `'`: a character or a lifetime.
    fn quote(&mut self, line: usize) {
        let rest = self.rest();
        let mut ahead = rest.chars();
        let (first, second) = (ahead.next(), ahead.next());
        if first == Some('\\') {
            self.next();
            self.next();
            while self.next().is_some_and(|(_, c)| c != '\'') {}
        } else if second == Some('\'') {
            self.next();
            self.next();
        } else {
            while self.peek().is_some_and(|c| c == '_' || c.is_alphanumeric()) {
                self.next();
            }
        }
        self.push(Kind::Other, line);
    }

    fn word(&mut self, at: usize, line: usize) {
        while self.peek().is_some_and(|c| c == '_' || c.is_alphanumeric()) {
            self.next();
        }
        let end = self.chars.peek().map_or(self.text.len(), |&(at, _)| at);
        let word = &self.text[at..end];
        let rest = &self.text[end..];
        let raw = rest.trim_start_matches('#').starts_with('"');
        match word {
            "r" | "br" | "cr" if raw => self.raw_string(line),
            "b" | "c" if rest.starts_with('"') => {
                self.next();
                self.string(line);
            }
            "b" if rest.starts_with('\'') => {
                self.next();
                self.quote(line);
            }
            _ => self.push(Kind::Word(word.into()), line),
        }
    }
}

/// Index of the token that closes the bracket opened at `open`.
pub fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

/// Index of the token that ends the item starting at `at`: its closing brace or its semicolon.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Mark('{') => return closing(tokens, at),
            Kind::Mark('(' | '[') => at = closing(tokens, at),
            Kind::Mark(';') => return at,
            _ => {}
        }
        at += 1;
    }
    tokens.len().saturating_sub(1)
}

/// Tokens outside tests, and how many lines the tests take.
pub fn without_tests(tokens: Vec<Token>) -> (Vec<Token>, usize) {
    let mut kept = Vec::with_capacity(tokens.len());
    let (mut at, mut lines) = (0, 0);
    while at < tokens.len() {
        let attribute = tokens[at].is('#') && tokens.get(at + 1).is_some_and(|t| t.is('['));
        if attribute {
            let close = closing(&tokens, at + 1);
            let words: Vec<&str> = tokens[at + 2..close].iter().filter_map(Token::word).collect();
            if matches!(words.as_slice(), ["cfg", "test"] | ["test"]) {
                let end = item_end(&tokens, close + 1);
                lines += tokens[end].line + 1 - tokens[at].line;
                at = end + 1;
                continue;
            }
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    (kept, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        lex(source).into_iter().filter_map(|t| if let Kind::Text(text) = t.kind { Some(text) } else { None }).collect()
    }

    #[test]
    fn strings_of_every_form_are_read_and_comments_are_not() {
        let source = "a(\"x\\\"y\", r#\"raw \"quoted\"\"#, b\"bytes\", 'q', '\"', '\\'', /* \"no /* \"nested\" */ */ \"z\") // \"no\"";
        assert_eq!(texts(source), ["x\\\"y", "raw \"quoted\"", "bytes", "z"]);
    }

    #[test]
    fn a_lifetime_does_not_open_a_character() {
        assert_eq!(texts("fn f<'a>(x: &'a str) -> &'static str { \"one\" }"), ["one"]);
    }

    #[test]
    fn lines_are_counted_through_strings_over_several_lines() {
        let tokens = lex("\"a\nb\"\nword");
        assert_eq!((tokens[0].line, tokens[1].line), (1, 3));
    }

    #[test]
    fn tests_are_left_out_and_their_lines_counted() {
        let source =
            "fn kept() {}\n#[cfg(test)]\nmod tests {\n    fn gone() {}\n}\n#[test]\nfn gone() {}\nfn after() {}";
        let (kept, lines) = without_tests(lex(source));
        let words: Vec<_> = kept.iter().filter_map(Token::word).collect();
        assert_eq!((words, lines), (vec!["fn", "kept", "fn", "after"], 6));
    }
}
