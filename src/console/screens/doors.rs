//! The three doors of an empty book: the sample, a file, a client by hand.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::console::verbs;

/// A way to begin.
struct Door {
    action: Action,
    title: &'static str,
    says: &'static str,
}

const DOORS: [Door; 3] = [
    Door {
        action: Action::Sample,
        title: "Open the sample book",
        says: "About sixty clients of one service provider, to try everything on. Nothing you do there touches your own book.",
    },
    Door {
        action: Action::Import,
        title: "Import a file",
        says: "A list of clients from a CRM or a spreadsheet: CSV or Excel. You see what it would do before anything is written.",
    },
    Door {
        action: Action::New,
        title: "Add a client by hand",
        says: "Only a name is needed; owner, revenue and the rest can follow at any time.",
    },
];

/// Rows of a door: frame, title, two lines of text, frame.
const ROWS: u16 = 5;

/// The three doors of an empty book.
pub struct DoorsScreen {
    situation: Situation,
    book: String,
    keys: [String; 3],
    at: usize,
}

impl DoorsScreen {
    /// Reads the screen from the book.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let keys = DOORS.map(|door| ctx.keymap.shown(door.action, Scope::Doors));
        Self { situation: ctx.desk.situation(), book: ctx.store.path().display().to_string(), keys, at: 0 }
    }

    fn door(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize) {
        let door = &DOORS[at];
        let focus = Focus::from(at == self.at);
        let inner = canvas.frame(area, focus, "");
        let inner = Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(2), ..inner };
        let taken = canvas.text(row_of(inner, 0), Role::Key, self.keys[at].clone());
        canvas.text(skip_columns(row_of(inner, 0), taken + 2), Role::Title, door.title);
        let below = skip_columns(inner, 3);
        let below = Rect { y: below.y + below.height.min(1), height: below.height.saturating_sub(1), ..below };
        canvas.paragraph(below, Role::Text, door.says);
        canvas.spot(area, Spot::Act(door.action));
    }
}

impl Layer for DoorsScreen {
    fn scope(&self) -> Scope {
        Scope::Doors
    }

    fn situation(&self) -> Situation {
        self.situation.clone()
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = area.width.saturating_sub(4).min(76);
        let tall = 3 + 3 * ROWS;
        let y = area.y + area.height.saturating_sub(tall) / 3;
        let place = Rect { x: area.x + (area.width - width) / 2, y, width, height: area.bottom().saturating_sub(y) };
        canvas.text(row_of(place, 0), Role::Title, "This book is empty. How would you like to begin?");
        let room = usize::from(place.width.saturating_sub(9));
        // The end of a path tells more than its beginning.
        let cut = text::width(&self.book).saturating_sub(room);
        let book: String =
            if cut == 0 { self.book.clone() } else { format!("…{}", text_end(&self.book, room.saturating_sub(1))) };
        canvas.text(row_of(place, 1), Role::Dim, format!("It is at {book}"));
        for at in 0..DOORS.len() {
            let top = 2 + u16::try_from(at).unwrap_or(0) * ROWS;
            let height = ROWS.min(place.height.saturating_sub(top));
            self.door(canvas, Rect { y: place.y + top, height, ..place }, at);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let last = DOORS.len() - 1;
        match input {
            Input::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Act(Action::First | Action::PageUp) => self.at = 0,
            Input::Act(Action::Last | Action::PageDown) => self.at = last,
            Input::Act(Action::Open) => {
                // As if its key had been pressed.
                return Step::Perform(DOORS[self.at].action);
            }
            Input::Act(action) => return verbs::step(action, None, ctx).unwrap_or(Step::Ignored),
            Input::Touch(Touch::Wheel { by, .. }) => self.at = self.at.saturating_add_signed(by.signum().into()).min(last),
            Input::Touch(_) | Input::Key(_) | Input::Paste(_) => {}
        }
        Step::Stay
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.situation = ctx.desk.situation();
        self.book = ctx.store.path().display().to_string();
    }
}

/// The end of a text in at most so many columns.
fn text_end(text: &str, columns: usize) -> String {
    let mut kept: Vec<char> = Vec::new();
    for c in text.chars().rev() {
        if kept.len() >= columns {
            break;
        }
        kept.push(c);
    }
    kept.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::trial::{Trial, stamp};
    use crate::store::Store;

    fn empty(columns: u16, rows: u16) -> Trial {
        Trial::over(columns, rows, |folder| {
            let path = folder.path().join("book.db");
            Store::create(&path, "maturity-appetite", &stamp("2026-06-15")).expect("a book is made")
        })
    }

    /// The picture without the folder, which is another one each time.
    fn seen(trial: &mut Trial) -> String {
        let place =
            |line: &str| line.find("It is at ").map_or(line.to_owned(), |at| format!("{}It is at …/book.db", &line[..at]));
        trial.seen().lines().map(place).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_empty_book_offers_three_doors() {
        insta::assert_snapshot!("doors_80x24", seen(&mut empty(80, 24)));
        insta::assert_snapshot!("doors_120x40", seen(&mut empty(120, 40)));
        insta::assert_snapshot!("doors_60x20", seen(&mut empty(60, 20)));
    }

    #[test]
    fn the_sample_book_opens_by_its_key_by_enter_and_by_the_mouse() {
        for begin in ["s", "Enter", ""] {
            let mut trial = empty(80, 24);
            if begin.is_empty() {
                trial.click(Spot::Act(Action::Sample));
            } else {
                trial.press(begin);
            }
            assert!(trial.app.book().ends_with("sample.db"), "{}", trial.seen());
        }
    }

    #[test]
    fn arrows_choose_a_door() {
        let mut trial = empty(80, 24);
        trial.press("Down").press("Down").press("Down").press("Enter");
        assert!(!trial.app.book().ends_with("sample.db"), "the third door is the form for a client");
    }

    #[test]
    fn no_size_breaks_the_doors() {
        empty(80, 24).every_size();
    }
}
