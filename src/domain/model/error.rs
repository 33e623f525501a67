//! What is wrong in a model file: where, what, and what would be right.

use std::ops::Range;

use thiserror::Error;

use crate::domain::nearest::nearest;

/// A model file refused; nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {what}")]
pub struct ModelError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
    /// What would be right.
    pub hint: String,
}

/// The text a model is read from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Source<'_> {
    /// A fault at a place in the text.
    pub fn fault(&self, at: Range<usize>, what: impl Into<String>, hint: impl Into<String>) -> ModelError {
        let end = at.start.min(self.text.len());
        let line = 1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count();
        ModelError { file: self.file.to_owned(), line, what: what.into(), hint: hint.into() }
    }

    /// A fault found by the TOML reader, in our words where they say more.
    pub fn unread(&self, error: &toml::de::Error) -> ModelError {
        let at = error.span().unwrap_or(0..0);
        let message = error.message();
        let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match named.split_first() {
            Some((key, known)) if message.starts_with("unknown field") => {
                self.fault(at, format!("unknown key “{key}”"), choice(key, known))
            }
            Some((word, known)) if message.starts_with("unknown variant") => {
                self.fault(at, format!("“{word}” is none of the words allowed here"), choice(word, known))
            }
            Some((key, _)) if message.starts_with("missing field") => {
                self.fault(at, format!("the key “{key}” is missing here"), format!("add {key} = …"))
            }
            _ if message.starts_with("duplicate key") => {
                self.fault(at, "this key is there already", "write each key once; a [[segments]] line begins another segment")
            }
            _ => match message.split_once(", expected ") {
                Some((what, wanted)) => self.fault(at, what, format!("write {}", in_words(wanted))),
                None => self.fault(at, message, "it must be TOML: compare with a built-in model (model show KEY)"),
            },
        }
    }
}

/// What the TOML reader expected, in words.
fn in_words(wanted: &str) -> &str {
    match wanted {
        "f64" => "a number: 2.5",
        "i64" => "a whole number: 5",
        "a string" | "literal string" => "a text in quotes: \"text\"",
        "a boolean" => "true or false",
        "a sequence" => "a list: [ …, … ]",
        wanted if wanted.starts_with("struct ") => "a table: [[segments]], or key = { … }",
        wanted => wanted,
    }
}

/// A hint that names the nearest of the known words, or all of them.
pub(super) fn choice(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("did you mean “{meant}”?"),
        None if known.is_empty() => "take it out".to_owned(),
        None => format!("known here: {}", known.join(", ")),
    }
}
