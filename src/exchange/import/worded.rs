//! Score columns as they stand in the file, and whether somebody must say what their figures or words are.

use super::Profile;
use super::columns::Field;
use super::values::{is_blank, score};
use crate::exchange::refused::{Asks, Question, VALUES_SEEN, shown_cell};

/// Cells a score column needs before it is asked about as a whole; fewer are rejected row by row.
const TELLING: u64 = 3;

/// What the cells of a score column are.
#[derive(Debug, Clone, Default)]
pub(super) struct Scores {
    filled: u64,
    /// How many of them are figures; the others are words.
    figures: u64,
    /// The lowest score there is.
    least: Option<u8>,
    first: Option<(String, u64)>,
    seen: Vec<String>,
}

impl Scores {
    pub(super) fn add(&mut self, cell: &str, line: u64) {
        if is_blank(cell) {
            return;
        }
        self.filled += 1;
        self.figures += u64::from(is_figure(cell));
        if let Ok(Some(score)) = score(cell, Some(u8::MAX)) {
            self.least = Some(self.least.map_or(score, |least| least.min(score)));
        }
        if self.first.is_none() {
            self.first = Some((shown_cell(cell), line));
        }
        if self.seen.len() < VALUES_SEEN {
            let value = shown_cell(cell);
            if !self.seen.contains(&value) {
                self.seen.push(value);
            }
        }
    }
}

impl Profile {
    /// The score columns of which no cell is a score, and no scale is known: what their figures or words are must be said.
    /// Where figures and words stand in one column it is no scale that is lacking, and each row is rejected for itself. `top` is the highest score of a factor, none where there is none.
    pub fn scale_questions(&self, top: impl Fn(&str) -> Option<u8>) -> Vec<Question> {
        let open = |(at, scores): &(usize, Scores)| {
            let column = &self.mapping.columns[*at];
            let Some(Field::Score(factor)) = &column.field else { return None };
            let off = scores.least.is_none_or(|least| top(factor).is_some_and(|top| least > top));
            let one_sort = scores.figures == 0 || scores.figures == scores.filled;
            if column.scale.is_some() || scores.filled < TELLING || !one_sort || !off || top(factor).is_none() {
                return None;
            }
            let (value, line) = scores.first.clone()?;
            let field = format!("score.{factor}");
            let answers = format!("--scale {field}=0..100 (LOW..HIGH, LOW the worst) or --scale {field}=red=1,yellow=3,green=5");
            let why = "is no score, nor is any other cell of its column";
            let (column, seen) = (shown_cell(&column.header), scores.seen.clone());
            Some(Question { column, value, line, why, asks: Asks::Scale, answers, seen, field })
        };
        self.scores.iter().filter_map(open).collect()
    }
}

/// Whether a cell is written in figures: `60`, `-35`, `0.82`, `80 %`.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim().trim_start_matches(['-', '+', '−']).trim_end_matches([' ', '%']);
    cell.starts_with(|c: char| c.is_numeric()) && cell.chars().all(|c| c.is_numeric() || matches!(c, '.' | ','))
}
