//! A field for a date in words or figures that says which date it understood.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::field::{TextField, Typed};
use super::text;
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
    /// What it was filled with, nobody has touched: the first character typed takes its place, as in a spreadsheet.
    prefilled: bool,
}

impl DateField {
    /// A field that holds a text and the way it is read.
    #[must_use]
    pub fn new(text: &str, read: ReadDate) -> Self {
        let mut field = Self { text: TextField::new(text), read, understood: Ok(None), prefilled: !text.is_empty() };
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
        self.prefilled = !text.is_empty();
        self.understand();
    }

    /// Something is typed or pasted: what the field was filled with gives way to it.
    fn give_way(&mut self) {
        if std::mem::take(&mut self.prefilled) {
            self.text = TextField::default();
        }
    }

    /// Deals with a key.
    pub fn key(&mut self, key: Key) -> Typed {
        if key.typed().is_some() {
            self.give_way();
        }
        let typed = self.text.key(key);
        self.prefilled &= typed == Typed::Not;
        if typed == Typed::Changed {
            self.understand();
        }
        typed
    }

    /// Puts pasted text in.
    pub fn paste(&mut self, pasted: &str) -> Typed {
        self.give_way();
        let typed = self.text.paste(pasted);
        self.understand();
        typed
    }

    /// Puts the cursor where the mouse points; on the text itself that is meant to edit it.
    pub fn click(&mut self, column: u16, columns: u16) {
        self.prefilled &= usize::from(column) >= text::width(self.text.text());
        self.text.click(column, columns.min(TYPED));
    }

    /// Draws the field and the date it understood.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect, focus: Focus) {
        self.text.view(canvas, Rect { width: area.width.min(TYPED), ..area }, focus);
        if self.prefilled && focus == Focus::Here {
            let wide = u16::try_from(text::width(self.text.text())).unwrap_or(TYPED).min(TYPED).min(area.width);
            canvas.tint(Rect { width: wide, height: area.height.min(1), ..area }, Role::Selected);
        }
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
    use crate::console::key::Code;

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
    fn the_first_character_typed_takes_the_place_of_a_prefilled_date_and_other_keys_edit_it() {
        let typed = |keys: &[Key]| {
            let mut field = field("2026-11-02");
            for key in keys {
                field.key(*key);
            }
            field.text().to_owned()
        };
        assert_eq!(typed(&[Key::char('+'), Key::char('3')]), "+3");
        assert_eq!(typed(&[Key::plain(Code::Backspace), Key::char('5')]), "2026-11-05");
        assert_eq!(typed(&[Key::plain(Code::Left), Key::char('1')]), "2026-11-012");
        assert_eq!(typed(&[Key::plain(Code::End), Key::char('1')]), "2026-11-021");
        assert_eq!(typed(&[Key::plain(Code::Down), Key::char('1')]), "1", "a key that leaves the field does not touch it");
    }

    #[test]
    fn a_paste_takes_the_place_too_and_a_click_on_the_text_edits_it() {
        let mut pasted = field("2026-11-02");
        pasted.paste("2026-12-24");
        assert_eq!(pasted.text(), "2026-12-24");
        pasted.paste("x");
        assert_eq!(pasted.text(), "2026-12-24x");
        let mut clicked = field("2026-11-02");
        clicked.click(12, 16);
        clicked.key(Key::char('1'));
        assert_eq!(clicked.text(), "1", "beyond the text");
        clicked.set_text("2026-11-02");
        clicked.click(4, 16);
        clicked.key(Key::char('1'));
        assert_eq!(clicked.text(), "20261-11-02");
    }

    #[test]
    fn every_width_is_drawn() {
        for columns in 0..40 {
            drawn(columns, 1, |canvas| field("2026-11-02").view(canvas, canvas.area(), Focus::Here));
        }
    }
}
