//! A field for a date in words or figures that says which date it understood.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::field::{TextField, Typed};
use crate::console::canvas::{Canvas, skip_columns};
use crate::console::formats::until;
use crate::console::glyphs::Focus;
use crate::console::key::Key;
use crate::console::theme::Role;

/// Reads a date as a person writes it (`yesterday`, `last fri`, `-3d`, `2026-11-05`), or says what is wrong.
pub type ReadDate = Box<dyn Fn(&str) -> Result<NaiveDate, String>>;

/// Columns of the part that is typed in.
const TYPED: u16 = 16;

/// A date that is typed.
pub struct DateField {
    text: TextField,
    read: ReadDate,
    understood: Result<Option<NaiveDate>, String>,
}

impl DateField {
    /// A field that holds a text and the way it is read.
    #[must_use]
    pub fn new(text: &str, read: ReadDate) -> Self {
        let mut field = Self { text: TextField::new(text), read, understood: Ok(None) };
        field.understand();
        field
    }

    fn understand(&mut self) {
        let text = self.text.text().trim();
        self.understood = if text.is_empty() { Ok(None) } else { (self.read)(text).map(Some) };
    }

    /// The date understood; none where nothing is typed.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn date(&self) -> Result<Option<NaiveDate>, String> {
        self.understood.clone()
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.text()
    }

    /// Puts another text in the place of what is typed.
    pub fn set_text(&mut self, text: &str) {
        self.text = TextField::new(text);
        self.understand();
    }

    /// Deals with a key.
    pub fn key(&mut self, key: Key) -> Typed {
        let typed = self.text.key(key);
        if typed == Typed::Changed {
            self.understand();
        }
        typed
    }

    /// Puts pasted text in.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        let typed = self.text.paste(pasted);
        self.understand();
        typed
    }

    /// Puts the cursor where the mouse points.
    pub fn click(&mut self, column: u16, columns: u16) {
        self.text.click(column, columns.min(TYPED));
    }

    /// Draws the field and the date it understood.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus) {
        self.text.view(canvas, Rect { width: area.width.min(TYPED), ..area }, focus);
        let rest = skip_columns(area, TYPED + 1);
        match &self.understood {
            Ok(None) => {}
            Ok(Some(date)) => {
                let said = format!(
                    "{} {} {} ({})",
                    canvas.look.glyphs.arrow(),
                    date.format("%a"),
                    canvas.look.formats.date(*date),
                    until_or_ago(*date, canvas.look.today)
                );
                canvas.text(rest, Role::Dim, said);
            }
            Err(why) => {
                canvas.text(rest, Role::Bad, format!("! {why}"));
            }
        }
    }
}

/// A date typed is not late: days before today are said as ago.
fn until_or_ago(date: NaiveDate, today: NaiveDate) -> String {
    if date < today { crate::console::formats::ago(date, today) } else { until(date, today) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    fn field(text: &str) -> DateField {
        DateField::new(text, Box::new(|text| text.parse().map_err(|_| "write it like 2026-11-05".to_owned())))
    }

    #[test]
    fn the_date_understood_is_shown_beside_what_is_typed() {
        let (seen, _) = drawn(60, 1, |canvas| field("2026-11-02").view(canvas, canvas.area(), Focus::Away));
        assert_eq!(seen, "2026-11-02       → Mon 2026-11-02 (3 days ago)\n");
    }

    #[test]
    fn a_text_that_is_no_date_says_so_while_it_is_typed() {
        let mut field = field("");
        assert_eq!(field.date(), Ok(None));
        field.key(Key::char('x'));
        assert!(field.date().is_err());
        let (seen, _) = drawn(60, 1, |canvas| field.view(canvas, canvas.area(), Focus::Here));
        assert!(seen.contains("! write it like 2026-11-05"));
    }

    #[test]
    fn every_width_is_drawn() {
        for columns in 0..40 {
            drawn(columns, 1, |canvas| field("2026-11-02").view(canvas, canvas.area(), Focus::Here));
        }
    }
}
