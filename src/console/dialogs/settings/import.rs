//! Days off from a file: its path, the order of its dates where that has to be said, then what they would move.

use ratatui::layout::Rect;

use super::fields::{DaysOff, What};
use crate::console::canvas::{Canvas, row_of, skip_rows};
use crate::console::dialogs::foresee;
use crate::console::dialogs::load::buttons;
use crate::console::dialogs::sheet;
use crate::console::folders::Purpose;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::path::{Listing, PATH, PathField, PathStep, Wanted};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::exchange::holidays::{HolidayError, read, span};
use crate::exchange::import::dates::DateOrder;

/// Files days off are read from.
const CALENDARS: Wanted = Wanted { endings: &[".ics", ".ical", ".csv", ".txt"], called: "days off", order: Listing::Named };
/// Rows of names where there is room.
const ROWS: u16 = 12;

/// The one field asked for where a list leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Order;

/// The dialog.
struct Import {
    calendar: String,
    path: PathField,
    order: Option<Form<Order>>,
    said: Option<Message>,
}

/// Opens the dialog; the days are meant for a calendar at first.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(calendar: &str, ctx: &Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let mut path = PathField::new(ctx.desk.home.clone(), CALENDARS);
    if let Some(folder) = ctx.desk.folders.last(Purpose::DaysOff) {
        path.put_path(&folder.join(""));
    }
    Ok(Box::new(Import { calendar: calendar.to_owned(), path, order: None, said: None }))
}

impl Import {
    /// Reads the file of the path; a folder is gone into.
    fn read(&mut self, order: Option<DateOrder>, ctx: &mut Ctx<'_>) -> Step {
        if self.path.is_blank() {
            self.said = Some(Message::new(Tone::Bad, "type the path of a file, or choose one below"));
            return Step::Stay;
        }
        let file = self.path.file();
        if file.is_dir() {
            self.path.enter();
            return Step::Stay;
        }
        match read(&file, span(ctx.stamp.today), order) {
            Ok(found) => {
                ctx.desk.folders.remember(Purpose::DaysOff, &file);
                let notes = found.notes.iter().map(ToString::to_string).collect();
                let found = DaysOff { calendar: self.calendar.clone(), named: found.name, days: found.days, notes };
                match foresee::open(What::DaysOff(Box::new(found)), ctx) {
                    Ok(layer) => return Step::Replace(layer),
                    Err(message) => self.said = Some(message),
                }
            }
            Err(error) => {
                if let HolidayError::Order { .. } = error {
                    let orders = ["day before month", "month before day"].map(Shown::line).to_vec();
                    self.order = Some(Form::new().choice(Order, "Dates are written", orders, 0));
                    self.said = Some(Message::new(Tone::Plain, &error.to_string()));
                } else {
                    let said = Message::new(Tone::Bad, &error.to_string());
                    self.said = Some(error.hint().map_or(said.clone(), |hint| said.hint(&hint)));
                }
            }
        }
        Step::Stay
    }

    fn at_order(&mut self, input: &Input, ctx: &mut Ctx<'_>) -> Step {
        let Some(form) = &mut self.order else { return Step::Stay };
        match form.act(input, ctx.hits) {
            FormStep::Save => {
                let order = if form.chosen(Order) == 0 { DateOrder::Dmy } else { DateOrder::Mdy };
                self.order = None;
                self.read(Some(order), ctx)
            }
            FormStep::Cancel => {
                self.order = None;
                Step::Stay
            }
            FormStep::Stay | FormStep::Changed(_) => Step::Stay,
            FormStep::Ignored => Step::Ignored,
        }
    }

    fn at_path(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.path.act(input, ctx.hits) {
            PathStep::Stay => Step::Stay,
            PathStep::Read => self.read(None, ctx),
            PathStep::Leave => Step::Close,
            PathStep::Ignored => Step::Ignored,
        }
    }
}

impl Layer for Import {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let title = Shown::line(&format!("Import days off: {}", self.calendar));
        if let Some(form) = &self.order {
            return sheet::view(canvas, area, &title, form, "Read it so", self.said.as_ref());
        }
        let columns = sheet::columns(area);
        let rows = sheet::said_rows(self.said.as_ref(), columns) + 5 + ROWS;
        let inner = popup::centred(canvas, area, &title, columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        canvas.text(rest, Role::Dim, "Path of an .ics file, or of a list with one date a line");
        let field = row_of(rest, 1);
        self.path.view(canvas, field);
        canvas.spot(field, PATH);
        let list = skip_rows(rest, 3);
        self.path.view_names(canvas, Rect { height: list.height.saturating_sub(2), ..list });
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        buttons(canvas, bottom, &[("Look at it", Role::ButtonFocus, Action::Save), ("Cancel", Role::Button, Action::Back)]);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        if self.order.is_some() { self.at_order(&input, ctx) } else { self.at_path(input, ctx) }
    }
}
