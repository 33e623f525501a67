//! A filter as text that reads back to the same tree.

use std::fmt;

use super::fields::{self, Field};
use super::{Axis, DayField, Filter, LOST, Relation, Test, TextField, TextTest, When};

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => Ok(()),
            Self::All(parts) => joined(f, parts, " "),
            Self::Any(parts) => joined(f, parts, " or "),
            Self::Not(part) => {
                f.write_str("-")?;
                match &**part {
                    group @ (Self::All(_) | Self::Any(_)) => write!(f, "({group})"),
                    Self::Everything
                    | Self::Not(_)
                    | Self::Word(_)
                    | Self::Text(..)
                    | Self::State(_)
                    | Self::Arr(_)
                    | Self::Day(..)
                    | Self::Axis(..)
                    | Self::Measure { .. }
                    | Self::Score { .. } => write!(f, "{part}"),
                }
            }
            Self::Word(text) if fields::is_taken(text) => write!(f, "\"{text}\""),
            Self::Word(text) => f.write_str(&quoted(text)),
            Self::Text(field, test) => {
                let name = fields::printed(Field::Text(*field));
                match test {
                    TextTest::Absent => write!(f, "{name}:none"),
                    // Without its quotes it would be the state.
                    TextTest::Holds(text) if *field == TextField::Champion && text == LOST => write!(f, "{name}:\"{text}\""),
                    TextTest::Holds(text) => write!(f, "{name}:{}", quoted(text)),
                    TextTest::Whole(text) if fields::is_whole(*field) => write!(f, "{name}:{}", quoted(text)),
                    TextTest::Whole(text) => write!(f, "{name}={}", quoted(text)),
                }
            }
            Self::State(state) => f.write_str(fields::state_printed(*state)),
            Self::Arr(test) => condition(f, "arr", test, ToString::to_string),
            Self::Day(field, test) => {
                let sign_matters = match field {
                    DayField::LastReview => Signs::Always,
                    DayField::Due | DayField::Renewal => Signs::WhereNegative,
                };
                condition(f, fields::printed(Field::Day(*field)), test, |when| day(*when, &sign_matters))
            }
            Self::Axis(axis, test) => {
                let name = match axis {
                    Axis::X => "x",
                    Axis::Y => "y",
                };
                condition(f, name, test, |tenths| match tenths % 10 {
                    0 => (tenths / 10).to_string(),
                    rest => format!("{}.{rest}", tenths / 10),
                })
            }
            Self::Measure { name, test } => condition(f, &format!("measure.{name}"), test, ToString::to_string),
            Self::Score { factor, test } => condition(f, &format!("score.{factor}"), test, ToString::to_string),
        }
    }
}

/// When a counted day is printed with its sign.
enum Signs {
    Always,
    WhereNegative,
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Filter], joint: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(joint)?;
        }
        match part {
            Filter::Any(_) => write!(f, "({part})")?,
            Filter::Everything
            | Filter::All(_)
            | Filter::Not(_)
            | Filter::Word(_)
            | Filter::Text(..)
            | Filter::State(_)
            | Filter::Arr(_)
            | Filter::Day(..)
            | Filter::Axis(..)
            | Filter::Measure { .. }
            | Filter::Score { .. } => write!(f, "{part}")?,
        }
    }
    Ok(())
}

/// A text as a filter holds it: in quotes unless it is plain.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '&' | '@' | '+' | '/' | '\'');
    if !text.starts_with('-') && text != "none" && text.chars().all(plain) { text.to_owned() } else { format!("\"{text}\"") }
}

fn condition<T>(f: &mut fmt::Formatter<'_>, name: &str, test: &Test<T>, print: impl Fn(&T) -> String) -> fmt::Result {
    match test {
        Test::Absent => write!(f, "{name}:none"),
        Test::Between(low, high) => write!(f, "{name}:{}..{}", print(low), print(high)),
        Test::Is(relation, value) => {
            let sign = match relation {
                Relation::Less => "<",
                Relation::AtMost => "<=",
                Relation::Equal => "=",
                Relation::AtLeast => ">=",
                Relation::More => ">",
            };
            write!(f, "{name}{sign}{}", print(value))
        }
    }
}

fn day(when: When, signs: &Signs) -> String {
    match (when, signs) {
        (When::On(date), _) => date.to_string(),
        (When::Days(days), Signs::Always) => format!("{days:+}d"),
        (When::Days(days), Signs::WhereNegative) => format!("{days}d"),
    }
}
