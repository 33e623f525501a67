//! What a file leaves open, as questions with the readings of a real cell to choose from.

use super::line::{HIDDEN, Page};
use super::pick::Pick;
use super::plan::Plan;
use crate::console::theme::Role;
use crate::exchange::import::dates::{self, DateForm, DateOrder};
use crate::exchange::import::numbers::{self, Decimal};
use crate::exchange::refused::{Asks, Question};

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The order of day, month and year.
    Dates(DateOrder),
    /// The decimal sign.
    Amounts(Decimal),
    /// The scale of scores: `0..100`.
    Scale(String),
    /// The column is left out.
    LeftOut,
}

/// Scales in common use, the narrowest first: both ends.
pub const SCALES: [(i64, i64); 5] = [(1, 5), (0, 10), (1, 10), (0, 100), (-100, 100)];

/// The answers to a question: the readings its cell allows.
#[must_use]
pub fn answers(question: &Question) -> Vec<Said> {
    match question.asks {
        Asks::DateOrder => {
            let reads =
                |order: &DateOrder| dates::read(&question.value, &DateForm { order: Some(*order), serials: false }).is_ok();
            DateOrder::ALL.into_iter().filter(reads).map(Said::Dates).collect()
        }
        Asks::Decimal => [Decimal::Point, Decimal::Comma].map(Said::Amounts).to_vec(),
        Asks::Scale => fitting(&question.seen).map(Said::Scale).chain([Said::LeftOut]).collect(),
    }
}

/// The scales on which all values seen lie; none where they are words.
fn fitting(seen: &[String]) -> impl Iterator<Item = String> {
    let values: Option<Vec<f64>> =
        seen.iter().map(|value| value.trim_end_matches('%').trim().replace(',', ".").parse().ok()).collect();
    // Ends of scales are small whole numbers.
    let fits = move |(low, high): &(i64, i64)| {
        let (low, high) = (*low as f64, *high as f64);
        values.as_ref().is_some_and(|values| values.iter().all(|value| (low..=high).contains(value)))
    };
    SCALES.into_iter().skip(1).filter(fits).map(|(low, high)| format!("{low}..{high}"))
}

/// The questions of a file with their answers.
pub fn view(page: &mut Page<'_>, plan: &Plan) {
    for (at, question) in plan.asked.iter().enumerate() {
        ask(page, question);
        let said = plan.said(question);
        // Where no common scale fits, one's own comes first: leaving the column out is the way of last resort.
        let own_first = own_scale_first(question);
        if own_first {
            own_scale(page, plan, question, said.as_ref());
        }
        for (answer, one) in answers(question).into_iter().enumerate() {
            let (words, note) = reading(page, question, &one);
            page.answer(Pick::Answer(at, answer), said.as_ref() == Some(&one), &words, note);
        }
        if !own_first {
            own_scale(page, plan, question, said.as_ref());
        }
        page.gap();
    }
}

/// Whether no scale in common use fits what a column holds.
fn own_scale_first(question: &Question) -> bool {
    question.asks == Asks::Scale && answers(question) == [Said::LeftOut]
}

/// What a question offers first.
#[must_use]
pub fn first_pick(plan: &Plan, at: usize) -> Pick {
    let question = plan.asked.get(at).filter(|question| own_scale_first(question));
    question.and_then(|question| plan.column_of(question)).map_or(Pick::Answer(at, 0), Pick::Scale)
}

/// The line that asks for a scale in words of one's own.
fn own_scale(page: &mut Page<'_>, plan: &Plan, question: &Question, said: Option<&Said>) {
    let Some(column) = plan.column_of(question).filter(|_| question.asks == Asks::Scale) else { return };
    let words = question.seen.first().is_some_and(|value| value.parse::<f64>().is_err());
    let own = match said {
        Some(said @ Said::Scale(scale)) if !answers(question).contains(said) => scale.as_str(),
        Some(_) | None if words => "what each word stands for",
        Some(_) | None => "another scale",
    };
    let note = if words { "Enter: say it, red=1,yellow=3,green=5" } else { "Enter: say from where to where" };
    page.press(Pick::Scale(column), own, note);
}

fn ask(page: &mut Page<'_>, question: &Question) {
    let Question { column, value, line, why, .. } = question;
    let asked = match question.asks {
        Asks::DateOrder => format!("? Column “{column}”: “{value}” (line {line}) {why}. Which day is it?"),
        Asks::Decimal if page.look.presenter => format!("? Column “{column}”, line {line}: how are amounts written?"),
        Asks::Decimal => format!("? Column “{column}”: “{value}” (line {line}) {why}. How much is it?"),
        Asks::Scale if page.look.presenter => format!("? Column “{column}” is to be a score. On which scale is it?"),
        Asks::Scale => {
            format!("? Column “{column}” is to be a score, but it holds {}. On which scale is it?", question.seen.join(", "))
        }
    };
    page.words(Role::Warning, &asked);
}

/// What a cell is in one reading, and how that reading is called.
fn reading(page: &Page<'_>, question: &Question, said: &Said) -> (String, &'static str) {
    match said {
        Said::Scale(scale) => (scale.replace("..", " to "), "the first is the worst"),
        Said::LeftOut => ("leave this column out".to_owned(), ""),
        Said::Dates(order) => {
            let note = match order {
                DateOrder::Dmy => "day, month, year",
                DateOrder::Mdy => "month, day, year",
                DateOrder::Ymd => "year, month, day",
            };
            let read = dates::read(&question.value, &DateForm { order: Some(*order), serials: false });
            (read.map_or_else(|_| note.to_owned(), |day| day.format("%-d %B %Y").to_string()), note)
        }
        Said::Amounts(decimal) => {
            let note = match decimal {
                Decimal::Point => "a point before the cents: 1,234.56",
                Decimal::Comma => "a comma before the cents: 1.234,56",
            };
            let read = numbers::read(&question.value, Some(*decimal));
            let read = read.map_or_else(|_| note.to_owned(), |money| page.look.formats.amount(money.amount));
            (if page.look.presenter { HIDDEN.to_owned() } else { read }, note)
        }
    }
}
