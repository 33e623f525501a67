//! What a file leaves open, as questions with the readings of a real cell to choose from.

use super::line::{HIDDEN, Page};
use super::pick::Pick;
use super::plan::Plan;
use crate::console::theme::Role;
use crate::exchange::import::dates::{self, DateForm, DateOrder};
use crate::exchange::import::numbers::{self, Decimal};
use crate::exchange::refused::{Asks, Question};

/// What can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The order of day, month and year.
    Dates(DateOrder),
    /// The decimal sign.
    Amounts(Decimal),
}

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
    }
}

/// The questions of a file with their answers.
pub fn view(page: &mut Page<'_>, plan: &Plan) {
    for (at, question) in plan.asked.iter().enumerate() {
        ask(page, question);
        let said = plan.said(question);
        for (answer, one) in answers(question).into_iter().enumerate() {
            let (words, note) = reading(page, question, one);
            page.answer(Pick::Answer(at, answer), said == Some(one), &words, note);
        }
        page.gap();
    }
}

fn ask(page: &mut Page<'_>, question: &Question) {
    let Question { column, value, line, why, .. } = question;
    let asked = match question.asks {
        Asks::DateOrder => format!("? Column “{column}”: “{value}” (line {line}) {why}. Which day is it?"),
        Asks::Decimal if page.look.presenter => format!("? Column “{column}”, line {line}: how are amounts written?"),
        Asks::Decimal => format!("? Column “{column}”: “{value}” (line {line}) {why}. How much is it?"),
    };
    page.words(Role::Warning, &asked);
}

/// What a cell is in one reading, and how that reading is called.
fn reading(page: &Page<'_>, question: &Question, said: Said) -> (String, &'static str) {
    match said {
        Said::Dates(order) => {
            let note = match order {
                DateOrder::Dmy => "day, month, year",
                DateOrder::Mdy => "month, day, year",
                DateOrder::Ymd => "year, month, day",
            };
            let read = dates::read(&question.value, &DateForm { order: Some(order), serials: false });
            (read.map_or_else(|_| note.to_owned(), |day| day.format("%-d %B %Y").to_string()), note)
        }
        Said::Amounts(decimal) => {
            let note = match decimal {
                Decimal::Point => "a point before the cents: 1,234.56",
                Decimal::Comma => "a comma before the cents: 1.234,56",
            };
            let read = numbers::read(&question.value, Some(decimal));
            let read = read.map_or_else(|_| note.to_owned(), |money| page.look.formats.amount(money.amount));
            (if page.look.presenter { HIDDEN.to_owned() } else { read }, note)
        }
    }
}
