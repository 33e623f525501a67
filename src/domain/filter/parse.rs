//! Pieces to tree: neighbours all hold, `or` joins alternatives, `-` and `not` negate, brackets group.

use std::ops::Range;

use super::fields::{self, Field};
use super::lex::{self, Piece, Sign, Token, Value};
use super::{DEEPEST, DayField, Filter, FilterError, LONGEST, LOST, MOST, Relation, State, TextField, TextTest, value};
use crate::domain::measure;
use crate::domain::nearest::nearest;
use crate::domain::text::fold;

impl Filter {
    /// Reads a filter. White space alone means everything.
    ///
    /// # Errors
    /// The first mistake, with its place, and what would be right; also a filter longer, deeper or of more parts than
    /// [`LONGEST`], [`DEEPEST`] and [`MOST`].
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let too_long = || {
            let what = format!("the filter is longer than {LONGEST} bytes");
            FilterError::new(0..text.len(), what, "shorten it")
        };
        if text.len() > LONGEST {
            return Err(too_long());
        }
        let mut parser = Parser { tokens: lex::tokens(text)?, next: 0, end: text.len(), parts: 0 };
        if parser.tokens.is_empty() {
            return Ok(Self::Everything);
        }
        let filter = parser.alternatives(0)?;
        if let Some(token) = parser.peek() {
            return Err(FilterError::new(token.at.clone(), "no bracket is open here", "take it out, or add ( before"));
        }
        // Folding can lengthen a text; what is printed must be read again.
        if filter.to_string().len() > LONGEST { Err(too_long()) } else { Ok(filter) }
    }
}

impl std::str::FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    next: usize,
    end: usize,
    parts: usize,
}

/// A word that joins or negates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Or,
    And,
    Not,
}

fn joint(token: &Token<'_>) -> Option<Joint> {
    match token.piece {
        Piece::Word(word) if word.eq_ignore_ascii_case("or") => Some(Joint::Or),
        Piece::Word(word) if word.eq_ignore_ascii_case("and") => Some(Joint::And),
        Piece::Word(word) if word.eq_ignore_ascii_case("not") => Some(Joint::Not),
        Piece::Word(_) | Piece::Open | Piece::Close | Piece::Minus | Piece::Phrase(_) | Piece::Condition { .. } => None,
    }
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.next)
    }

    fn take_joint(&mut self, wanted: Joint) -> bool {
        let found = self.peek().and_then(joint) == Some(wanted);
        self.next += usize::from(found);
        found
    }

    /// `a or b or c`
    fn alternatives(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let mut parts = vec![self.together(depth)?];
        while self.take_joint(Joint::Or) {
            parts.push(self.together(depth)?);
        }
        Ok(Filter::any(parts))
    }

    /// `a b and c`
    fn together(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let mut parts = vec![self.part(depth)?];
        loop {
            let joined = self.take_joint(Joint::And);
            let goes_on =
                self.peek().is_some_and(|token| !matches!(token.piece, Piece::Close) && joint(token) != Some(Joint::Or));
            if !joined && !goes_on {
                return Ok(Filter::all(parts));
            }
            parts.push(self.part(depth)?);
        }
    }

    /// One word, condition or group, perhaps negated.
    fn part(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let Some(token) = self.peek().cloned() else {
            let last = self.tokens.last().map_or(0..self.end, |token| token.at.clone());
            return Err(FilterError::new(last, "something is missing after this", "add a word or a condition"));
        };
        if depth >= DEEPEST {
            let what = format!("brackets and negations nested deeper than {DEEPEST}");
            return Err(FilterError::new(token.at, what, "write it flatter"));
        }
        self.next += 1;
        match token.piece {
            Piece::Minus => Ok(self.part(depth + 1)?.negated()),
            Piece::Open => self.group(token.at, depth),
            Piece::Close => {
                Err(FilterError::new(token.at, "something is missing before this bracket", "add a word or a condition"))
            }
            Piece::Phrase(text) => self.leaf(token.at.clone(), Filter::Word(folded(text, token.at)?)),
            Piece::Word(word) => match joint(&token) {
                Some(Joint::Not) => Ok(self.part(depth + 1)?.negated()),
                Some(Joint::Or | Joint::And) => {
                    let hint = format!("add what stands before it; to search for the word, write \"{word}\"");
                    Err(FilterError::new(token.at, format!("nothing to join before “{word}”"), hint))
                }
                None => match fields::state(word) {
                    Some(state) => self.leaf(token.at, Filter::State(state)),
                    None => self.leaf(token.at.clone(), Filter::Word(folded(word, token.at)?)),
                },
            },
            Piece::Condition { field, sign, value } => {
                let field_at = token.at.start..token.at.start + field.len();
                self.leaf(token.at, condition(field, field_at, sign, value)?)
            }
        }
    }

    fn group(&mut self, open: Range<usize>, depth: usize) -> Result<Filter, FilterError> {
        if let Some(Token { at, piece: Piece::Close }) = self.peek() {
            return Err(FilterError::new(open.start..at.end, "empty brackets", "put something into them, or take them out"));
        }
        let inside = self.alternatives(depth + 1)?;
        if self.peek().is_none() {
            return Err(FilterError::new(open, "this bracket is not closed", "add ) where the group ends"));
        }
        // What ends a list of alternatives is its closing bracket or the end.
        self.next += 1;
        Ok(inside)
    }

    fn leaf(&mut self, at: Range<usize>, filter: Filter) -> Result<Filter, FilterError> {
        self.parts += 1;
        if self.parts > MOST {
            return Err(FilterError::new(at, format!("more than {MOST} words and conditions"), "ask for less at once"));
        }
        Ok(filter)
    }
}

/// A text as it is compared; quotation marks, which no filter could print, are left out.
fn folded(text: &str, at: Range<usize>) -> Result<String, FilterError> {
    let text = fold(&fold(text).replace(lex::is_quote, " "));
    if text.is_empty() {
        return Err(FilterError::new(at, "nothing to look for", "write at least one letter or digit"));
    }
    Ok(text)
}

fn condition(name: &str, name_at: Range<usize>, sign: Sign, value: Value<'_>) -> Result<Filter, FilterError> {
    if let Some(factor) = strip_score(name) {
        return score(factor, name_at, sign, value);
    }
    if let Some((_, measure)) = name.split_once('.').filter(|(first, _)| first.eq_ignore_ascii_case("measure")) {
        return measured(measure, name_at, sign, value);
    }
    let Some((field, example)) = fields::field(name) else { return Err(unknown(name, name_at)) };
    if value.text.is_empty() {
        let at = name_at.start..value.start;
        return Err(FilterError::new(at, format!("what {name}?"), format!("write the value right after the sign: {example}")));
    }
    Ok(match field {
        Field::Text(TextField::Champion) if sign == Sign::Colon && !value.quoted && value.text.eq_ignore_ascii_case(LOST) => {
            Filter::State(State::ChampionLost)
        }
        Field::Text(field) => Filter::Text(field, text_test(field, name_at.start, sign, value, example)?),
        Field::Arr => Filter::Arr(value::test(name, sign, value, value::amount, |a, b| a < b)?),
        Field::Day(field) => Filter::Day(
            field,
            match field {
                DayField::Due | DayField::Renewal => value::test(name, sign, value, value::day_ahead, value::is_earlier)?,
                DayField::LastReview => value::test(name, sign, value, value::day_back, value::is_earlier)?,
            },
        ),
        Field::Axis(axis) => Filter::Axis(axis, value::test(name, sign, value, value::points, |a, b| a < b)?),
        Field::Near if value.text.eq_ignore_ascii_case("cut") && sign == Sign::Colon => Filter::State(State::NearCut),
        Field::Near => {
            return Err(FilterError::new(value.at(), "near goes with cut only", "write near:cut"));
        }
    })
}

fn strip_score(name: &str) -> Option<&str> {
    let (first, factor) = name.split_once('.')?;
    first.eq_ignore_ascii_case("score").then_some(factor)
}

fn measured(given: &str, at: Range<usize>, sign: Sign, value: Value<'_>) -> Result<Filter, FilterError> {
    let Ok(name) = measure::name(given) else {
        let what = format!("“{given}” cannot be a measure");
        return Err(FilterError::new(at, what, "name it as the clients do: measure.tickets>10"));
    };
    let test = value::test(&format!("measure.{name}"), sign, value, value::amount, |a, b| a < b)?;
    Ok(Filter::Measure { name, test })
}

fn score(factor: &str, at: Range<usize>, sign: Sign, value: Value<'_>) -> Result<Filter, FilterError> {
    let factor = factor.to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if factor.is_empty() || !factor.chars().all(plain) {
        let what = format!("“{factor}” cannot be a factor");
        return Err(FilterError::new(at, what, "name a factor by its key: score.engagement>=4"));
    }
    let test = value::test(&format!("score.{factor}"), sign, value, value::step, |a, b| a < b)?;
    Ok(Filter::Score { factor, test })
}

fn text_test(field: TextField, start: usize, sign: Sign, value: Value<'_>, example: &str) -> Result<TextTest, FilterError> {
    let whole = match sign {
        Sign::Colon => fields::is_whole(field),
        Sign::Relation(Relation::Equal) => true,
        Sign::Relation(Relation::Less | Relation::AtMost | Relation::AtLeast | Relation::More) => {
            return Err(FilterError::new(start..value.start, "a text is not more or less", format!("write {example}")));
        }
    };
    if !value.quoted && value.text.eq_ignore_ascii_case("none") {
        return Ok(TextTest::Absent);
    }
    let text = folded(value.text, value.at())?;
    Ok(if whole { TextTest::Whole(text) } else { TextTest::Holds(text) })
}

fn unknown(name: &str, at: Range<usize>) -> FilterError {
    let hint = match nearest(name, fields::names()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => {
            let all: Vec<&str> = fields::names().collect();
            format!("fields are {}; to search for the text itself, put it in quotes", all.join(", "))
        }
    };
    FilterError::new(at, format!("there is no field “{name}”"), hint)
}
