//! The settings of the book: what dates go by, each with what it says now, and a dialog to change it.

mod fields;
mod import;
mod rows;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use self::rows::{Does, Entry, Page, entries, title};
use super::{foresee, model, sheet};
use crate::console::canvas::{Canvas, skip_columns};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step};
use crate::console::parts::list::{List, Window};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::text::Shown;

/// The list of settings, for spots.
const SETTINGS: u16 = 63;
/// The widest a label gets.
const LABEL: u16 = 26;

/// A list of settings.
struct Settings {
    page: Page,
    title: Shown,
    window: Window<Entry>,
    list: List,
    situation: Situation,
}

/// Opens the settings of the book.
///
/// # Errors
/// None so far; the shape is that of every dialog.
pub fn open(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    Ok(Box::new(Settings::new(Page::Book, ctx)))
}

impl Settings {
    fn new(page: Page, ctx: &mut Ctx<'_>) -> Self {
        let mut settings = Self {
            title: Shown::line(&title(&page)),
            page,
            window: Window::default(),
            list: List::new(SETTINGS),
            situation: Situation::default(),
        };
        settings.refresh(ctx);
        settings
    }

    fn choose(&self, ctx: &mut Ctx<'_>) -> Step {
        let chosen = self.list.place(&self.window).and_then(|at| self.window.rows[at].does.clone());
        match chosen {
            Some(Does::Change(what)) => verbs::push(foresee::open(what, ctx)),
            Some(Does::Cadence(segment)) => {
                let driving = ctx.store.ground().driving().key.clone();
                verbs::push(model::edit(&driving, Some(&segment), ctx))
            }
            Some(Does::Turn(page)) => Step::Push(Box::new(Self::new(page, ctx))),
            Some(Does::Import(calendar)) => verbs::push(import::open(&calendar, ctx)),
            None => Step::Stay,
        }
    }
}

impl Layer for Settings {
    fn scope(&self) -> Scope {
        Scope::Settings
    }

    fn situation(&self) -> Situation {
        self.situation.clone()
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let rows = u16::try_from(self.window.rows.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, &self.title, sheet::columns(area), rows);
        self.list.view(canvas, inner, &self.window, Focus::Here, |canvas, place, entry| {
            let label = LABEL.min(place.width / 2);
            if entry.value.as_str().is_empty() {
                canvas.text(place, entry.role, &entry.label);
                return;
            }
            canvas.text(Rect { width: label.saturating_sub(1), ..place }, entry.role, &entry.label);
            let role = if entry.does.is_some() { Role::Key } else { entry.role };
            canvas.text(skip_columns(place, label), role, &entry.value);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(SETTINGS)).height;
        match input {
            Input::Act(Action::Open) => self.choose(ctx),
            Input::Act(action) => match self.list.act(action, &self.window, height) {
                crate::console::parts::list::Moved::Not => Step::Ignored,
                _ => Step::Stay,
            },
            Input::Touch(touch) => {
                let before = self.list.selected();
                self.list.touch(touch, &self.window, height);
                match touch {
                    // The first press selects the line, the next one opens it.
                    Touch::Click { spot: Spot::Row { list: SETTINGS, id }, .. } if before == Some(id) => self.choose(ctx),
                    _ => Step::Stay,
                }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let owners = ctx.store.owners();
        let owners = ctx.desk.or_default(owners).into_iter().map(|(owner, _)| owner);
        let owners: Vec<String> = owners.filter(|owner| !owner.is_empty()).collect();
        self.window = Window::whole(entries(&self.page, &ctx.store.ground(), &owners, ctx.look));
        self.list.settle(&self.window);
        self.situation = ctx.desk.situation();
    }
}
