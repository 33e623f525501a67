//! What all dialogs on clients share: how they are framed, how segments and figures are written, and how a date is read.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, Look, row_of, skip_rows};
use crate::console::formats::until;
use crate::console::layer::{Ctx, Message, Outcome, Step, Tone};
use crate::console::parts::date::ReadDate;
use crate::console::parts::form::{Field, Form};
use crate::console::parts::{popup, text};
use crate::console::theme::Role;
use crate::domain::calendar::{WordsError, understand};
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use chrono::NaiveDate;

/// The most columns a dialog takes inside its frame.
pub const WIDE: u16 = 92;
/// What stands in the place of what a shared screen must not show.
pub const HIDDEN: &str = "•••";
/// The most rows of what a dialog has to say.
const SAID: usize = 3;

/// Columns a dialog has inside its frame.
#[must_use]
pub fn columns(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(WIDE)
}

/// Draws a dialog: its frame, what it has to say, its form.
pub fn view<K: Copy + PartialEq>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    title: &Shown,
    form: &Form<K>,
    save: &'static str,
    said: Option<&Message>,
) {
    let columns = columns(area);
    let rows = form.rows(columns).saturating_add(said_rows(said, columns));
    let inner = popup::centred(canvas, area, title, columns, rows);
    let rest = say(canvas, inner, said);
    form.view(canvas, rest, save);
}

/// Leaves a dialog; what was typed into its note stays as a draft.
pub fn left(ctx: &mut Ctx<'_>) -> Step {
    ctx.desk.write_drafts();
    Step::Close
}

/// What a dialog comes to once its command was tried: saved, its draft goes and it closes; refused, it says why and stays.
pub fn tried(outcome: &Outcome, draft: &str, decided: &[ClientId], said: &mut Option<Message>, ctx: &mut Ctx<'_>) -> Step {
    match outcome {
        Outcome::Saved(_) => {
            ctx.desk.decided(draft, decided);
            Step::Close
        }
        Outcome::Refused(why) => {
            *said = Some(why.clone());
            Step::Stay
        }
    }
}

/// Rows of what a dialog has to say in so many columns.
#[must_use]
pub fn said_rows(said: Option<&Message>, columns: u16) -> u16 {
    said.map_or(0, |said| u16::try_from(lines(said, columns).len()).unwrap_or(0))
}

fn lines(said: &Message, columns: u16) -> Vec<String> {
    let sign = match said.tone {
        Tone::Bad => "! ",
        Tone::Good | Tone::Plain => "",
    };
    let whole = match &said.hint {
        Some(hint) => format!("{sign}{}; {hint}", said.said),
        None => format!("{sign}{}", said.said),
    };
    let mut lines = text::wrap(&whole, usize::from(columns));
    lines.truncate(SAID);
    lines
}

/// Draws what a dialog has to say at the top of an area. The answer is the rest below.
pub fn say(canvas: &mut Canvas<'_>, area: Rect, said: Option<&Message>) -> Rect {
    let Some(said) = said else { return area };
    let role = match said.tone {
        Tone::Bad => Role::Bad,
        Tone::Plain => Role::Warning,
        Tone::Good => Role::Good,
    };
    let lines = lines(said, area.width);
    for (row, line) in (0u16..).zip(&lines) {
        canvas.text(row_of(area, row), role, line.clone());
    }
    skip_rows(area, u16::try_from(lines.len()).unwrap_or(0))
}

/// A segment by its key as it is written: letter and name.
#[must_use]
pub fn segment(model: &Model, key: Option<&str>) -> String {
    match key {
        Some(key) => model.place_in_words(key),
        None => "no segment".to_owned(),
    }
}

/// A figure with at most one decimal: `12`, `7.5`.
#[must_use]
pub fn figure(look: &Look, n: f64) -> String {
    let text = format!("{n:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    text.replace('.', &look.formats.decimal.to_string())
}

/// A figure before and after; once where they are the same.
#[must_use]
pub fn change(look: &Look, before: f64, after: f64) -> String {
    let (before, after) = (figure(look, before), figure(look, after));
    if before == after { before } else { format!("{before} {} {after}", look.glyphs.arrow()) }
}

/// Tenths of a point as they are written: `58.3`.
#[must_use]
pub fn points(look: &Look, tenths: u16) -> String {
    format!("{}{}{}", tenths / 10, look.formats.decimal, tenths % 10)
}

/// The number of things in words: `1 client`, `5 clients`.
#[must_use]
pub fn counted(look: &Look, n: usize, one: &str) -> String {
    let number = look.formats.number(i64::try_from(n).unwrap_or(i64::MAX));
    if n == 1 { format!("{number} {one}") } else { format!("{number} {one}s") }
}

/// ` in Growth × Risk`, to follow a title, where a decision is about another model than the driving one.
#[must_use]
pub fn within(model: &Model, ctx: &Ctx<'_>) -> String {
    if model.key == ctx.store.ground().driving().key { String::new() } else { format!(" in {}", model.name) }
}

/// Reads dates in words as seen from a day.
#[must_use]
pub fn dates(today: NaiveDate) -> ReadDate {
    Box::new(move |text| understand(text, today).map_err(|why| why.to_string()))
}

/// Reads dates of what is to come in words as seen from a day.
#[must_use]
pub fn dates_ahead(today: NaiveDate) -> ReadDate {
    Box::new(move |text| ahead(text, today).map_err(|why| why.to_string()))
}

/// A date of what is to come: what could lie on either side of today lies ahead.
///
/// # Errors
/// No date, or one that can be read in more than one way.
pub fn ahead(words: &str, today: NaiveDate) -> Result<NaiveDate, WordsError> {
    let asked = understand(words, today);
    let Err(WordsError::Ambiguous { .. }) = &asked else { return asked };
    [format!("next {words}"), format!("+{words}")].iter().find_map(|words| understand(words, today).ok()).map_or(asked, Ok)
}

/// A date with its weekday: `Fri 2026-06-19`.
#[must_use]
pub fn weekday(look: &Look, day: NaiveDate) -> String {
    format!("{} {}", day.format("%a"), look.formats.date(day))
}

/// A date with its weekday and how far it is: `Fri 2026-06-19 (in 4 days)`; what is past is late.
#[must_use]
pub fn day_and_distance(look: &Look, day: NaiveDate) -> String {
    format!("{} ({})", weekday(look, day), until(day, look.today))
}

/// One line to read.
#[must_use]
pub fn line(role: Role, words: &str) -> (Role, Shown) {
    (role, Shown::line(words))
}

/// Whether a form's field of a name is a note or a line: what is kept as a draft.
#[must_use]
pub fn is_text<K: Copy + PartialEq>(form: &Form<K>, key: K) -> bool {
    match form.field(key) {
        Field::Text(_) | Field::Note(_) => true,
        Field::Date(_) | Field::Choice(_) | Field::Checks(_) | Field::Scale(_) | Field::Path(_) | Field::Lines(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::look;

    #[test]
    fn figures_have_a_decimal_only_where_it_says_something() {
        assert_eq!(change(&look(), 7.5, 12.0), "7.5 → 12");
        assert_eq!(change(&look(), 3.04, 3.0), "3");
        assert_eq!(points(&look(), 583), "58.3");
        assert_eq!(counted(&look(), 1, "client"), "1 client");
        assert_eq!(counted(&look(), 1200, "client"), "1,200 clients");
    }
}
