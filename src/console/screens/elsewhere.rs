//! The difference between a board of the past and now: who stood elsewhere, left or came, with the last note.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::client::ClientScreen;
use super::table::{ALWAYS, Column, Place, places};
use crate::console::canvas::{Canvas, Side, row_of, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::sight::Past;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{Elsewhere, Stood};

/// The list's number for the mouse.
const LIST: u16 = 1;

/// A line of the list, its texts cleaned.
struct Difference {
    client: ClientId,
    gone: bool,
    name: Shown,
    from: Shown,
    to: Shown,
    when: Option<chrono::NaiveDate>,
    note: Shown,
}

impl Row for Difference {
    fn id(&self) -> Option<i64> {
        Some(self.client.0)
    }
}

/// The list of the clients that stood elsewhere.
pub struct ElsewhereScreen {
    past: Rc<Past>,
    model: String,
    window: Window<Difference>,
    list: List,
    desk: Situation,
    title: Shown,
}

impl ElsewhereScreen {
    /// Holds the day the board shows against now, in a model; none where it shows today.
    #[must_use]
    pub fn new(model: &str, ctx: &mut Ctx<'_>) -> Option<Self> {
        let past = ctx.desk.past.clone()?;
        let mut screen = Self {
            past,
            model: model.to_owned(),
            window: Window::default(),
            list: List::new(LIST),
            desk: Situation::default(),
            title: Shown::default(),
        };
        screen.refresh(ctx);
        Some(screen)
    }

    fn row(&self) -> Option<&Difference> {
        self.list.place(&self.window).map(|at| &self.window.rows[at])
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        match self.row() {
            Some(row) if row.gone => {
                Step::Say(Message::new(Tone::Plain, "this client is no longer in the book").hint("H says what happened"))
            }
            Some(row) => Step::Push(Box::new(ClientScreen::new(row.client, ctx))),
            None => Step::Stay,
        }
    }

    fn draw(canvas: &mut Canvas<'_>, area: Rect, places: &[Place], row: &Difference) {
        for place in places {
            let at = place.of(area);
            match place.column {
                0 => canvas.text(at, Role::Text, &row.name),
                1 => canvas.text(at, Role::Dim, &row.from),
                2 => {
                    let arrow = canvas.look.glyphs.arrow();
                    canvas.pieces(at, &[(Role::Dim, arrow.into()), (Role::Dim, " ".into()), (Role::Drift, (&row.to).into())])
                }
                3 => row.when.map_or(0, |day| canvas.text(at, Role::Dim, canvas.look.formats.date(day))),
                _ if canvas.look.presenter => canvas.text(at, Role::Dim, crate::console::dialogs::sheet::HIDDEN),
                _ => canvas.text(at, Role::Text, &row.note),
            };
        }
    }
}

const COLUMNS: [Column; 5] = [
    Column { title: "Client", width: 16, side: Side::Left, keep: ALWAYS },
    Column { title: "Then", width: 13, side: Side::Left, keep: ALWAYS },
    Column { title: "Now", width: 15, side: Side::Left, keep: ALWAYS },
    Column { title: "Decided", width: 10, side: Side::Left, keep: 2 },
    Column { title: "Why", width: 20, side: Side::Left, keep: 3 },
];

/// `B Modernize`, `no segment`, or what is said of one that was not in the book.
fn said(stood: &Stood, model: &Model, absent: &str) -> Shown {
    let text = match stood {
        Stood::In(place) => model.place_in_words(place),
        Stood::Unplaced => "no segment".to_owned(),
        Stood::Absent => absent.to_owned(),
    };
    Shown::line(&text)
}

impl Layer for ElsewhereScreen {
    fn scope(&self) -> Scope {
        Scope::Elsewhere
    }

    fn situation(&self) -> Situation {
        Situation { selected: self.row().is_some(), ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = canvas.frame(area, Focus::Here, &self.title);
        if self.window.rows.is_empty() {
            canvas.paragraph(inner, Role::Text, "Everybody stands where they stood that day.");
            return;
        }
        let room = inner.width.saturating_sub(1);
        let mut places = places(&COLUMNS, 0, room);
        if let Some(why) = places.last_mut().filter(|place| place.column == 4) {
            why.width = room.saturating_sub(why.x);
        }
        let head = Rect { width: room, ..row_of(inner, 0) };
        for place in &places {
            canvas.aligned(place.of(head), Side::Left, Role::Dim, COLUMNS[place.column].title);
        }
        self.list.view(canvas, skip_rows(inner, 1), &self.window, Focus::Here, |canvas, area, row| {
            Self::draw(canvas, area, &places, row);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match input {
            Input::Act(Action::Open) => self.open(ctx),
            Input::Act(Action::Back | Action::Quit) => Step::Close,
            Input::Act(action) if self.list.act(action, &self.window, height) == Moved::Yes => Step::Stay,
            Input::Act(_) => Step::Ignored,
            Input::Touch(touch) => {
                self.list.touch(touch, &self.window, height);
                if matches!(touch, Touch::Double { spot: Spot::Row { .. } }) { self.open(ctx) } else { Step::Stay }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        let rows = ctx.store.elsewhere_since(&self.past.store, self.past.day, Some(&self.model));
        let rows = ctx.desk.or_default(rows);
        let (then, now) = (self.past.store.ground().model(Some(&self.model)), ctx.store.ground().model(Some(&self.model)));
        let (Ok(then), Ok(now)) = (then, now) else { return };
        let day = ctx.look.formats.date(self.past.day);
        let title = format!("{}: {} stand elsewhere now than on {day}", now.name, ctx.look.formats.number(rows.len() as i64));
        self.title = Shown::line(&title);
        let line = |row: Elsewhere| {
            let (when, note) = row.decided.map_or((None, String::new()), |(day, by, note)| (Some(day), format!("{by}: {note}")));
            let gone = ctx.store.subjects(&[row.client], ctx.stamp.today).is_ok_and(|found| found.is_empty());
            Difference {
                client: row.client,
                gone,
                name: Shown::line(&row.name),
                from: said(&row.from, &then, "not yet here"),
                to: said(&row.to, &now, "left"),
                when,
                note: Shown::line(&note),
            }
        };
        self.window = Window::whole(rows.into_iter().map(line).collect());
        self.list.settle(&self.window);
    }
}
