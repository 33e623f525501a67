//! Finding a client on the agenda by its name.

use ratatui::layout::Rect;

use super::place;
use crate::console::canvas::{Canvas, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::session::{Session, SessionId};
use crate::domain::text::{Shown, fold};
use crate::store::AgendaLine;

/// Columns and rows of the list.
const SIZE: (u16, u16) = (56, 14);

/// A client that can be found.
struct Found {
    client: ClientId,
    name: Shown,
    key: String,
    owner: Shown,
    done: bool,
}

/// The list to find one in.
pub struct Find {
    session: SessionId,
    all: Vec<Found>,
    found: Vec<usize>,
    sought: Searched,
}

impl Find {
    /// Everybody on the agenda, in its order.
    pub fn new(session: &Session, lines: &[AgendaLine], ctx: &mut Ctx<'_>) -> Self {
        let clients: Vec<ClientId> = lines.iter().map(|line| line.client).collect();
        let rows = ctx.store.agenda_rows(session, &clients);
        let rows = ctx.desk.or_default(rows);
        let all: Vec<Found> = rows
            .into_iter()
            .map(|row| Found {
                client: row.client,
                key: fold(&format!("{} {}", row.name, row.external_id.as_deref().unwrap_or_default())),
                name: Shown::line(&row.name),
                owner: Shown::line(row.owner.as_deref().unwrap_or_default()),
                done: row.item.is_some_and(|item| item.staged.is_some()),
            })
            .collect();
        let found = (0..all.len()).collect();
        Self { session: session.id, all, found, sought: Searched::typing(0) }
    }

    fn search(&mut self) {
        let asked = fold(self.sought.text());
        self.found = (0..self.all.len()).filter(|at| self.all[*at].key.contains(&asked)).collect();
    }
}

impl Layer for Find {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = popup::centred(canvas, area, "Find a client on the agenda", SIZE.0, SIZE.1);
        self.sought.view_field(canvas, row_of(inner, 0));
        let list = skip_rows(inner, 1);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "nobody on the agenda is called that");
        }
        let tick = canvas.look.glyphs.done();
        self.sought.view_lines(canvas, list, self.found.len(), Focus::Here, |canvas, line, at| {
            let found = &self.all[self.found[at]];
            if found.done {
                canvas.text(line, Role::Good, tick);
            }
            let rest = skip_columns(line, 2);
            let name = Rect { width: rest.width.saturating_sub(14), ..rest };
            canvas.text(name, if found.done { Role::Dim } else { Role::Text }, &found.name);
            canvas.text(skip_columns(rest, name.width + 1), Role::Dim, &found.owner);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.sought.act(input, self.found.len()) {
            Sought::Open(at) | Sought::Pressed(at) => {
                let Some(found) = self.found.get(at).map(|at| &self.all[*at]) else { return Step::Stay };
                // The screen below goes to the place that is kept.
                place::keep(self.session, Some(found.client), ctx);
                Step::Close
            }
            Sought::Typed => {
                self.search();
                Step::Stay
            }
            Sought::Ignored => Step::Ignored,
            Sought::Stay | Sought::Key(_) => Step::Stay,
        }
    }
}
