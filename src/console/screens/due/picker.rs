//! Choosing whose reviews are shown, or of which kind.

use ratatui::layout::Rect;

use super::lens::called;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::theme::Role;
use crate::domain::text::fold;

/// From so many choices on, letters find one.
const MANY: usize = 8;

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picks {
    Owner,
    Kind,
}

/// A choice: what is set, what it is called, and how many clients it has.
struct Offer {
    value: Option<String>,
    name: String,
    clients: Option<i64>,
}

/// The list to choose from.
pub struct Picker {
    picks: Picks,
    offers: Vec<Offer>,
    found: Vec<usize>,
    lines: Searched,
    now: Option<String>,
}

impl Picker {
    /// All owners, with the number of their clients.
    pub fn owners(ctx: &mut Ctx<'_>) -> Self {
        let owners = ctx.store.owners();
        let mut owners = ctx.desk.or_default(owners);
        // Those without an owner stand last.
        owners.sort_by_key(|(owner, _)| (owner.is_empty(), fold(owner)));
        let all =
            Offer { value: None, name: "all owners".to_owned(), clients: Some(owners.iter().map(|(_, clients)| clients).sum()) };
        let offer = |(owner, clients): (String, i64)| Offer {
            name: called(&owner).to_owned(),
            value: Some(owner),
            clients: Some(clients),
        };
        let offers = std::iter::once(all).chain(owners.into_iter().map(offer)).collect();
        Self::new(Picks::Owner, offers, ctx.desk.lens.owner.clone())
    }

    /// The kinds of review of the driving model; where there is only one, that is said.
    pub fn kinds(ctx: &Ctx<'_>) -> Step {
        let ground = ctx.store.ground();
        let kinds = ground.driving().kinds();
        if kinds.len() < 2 {
            return Step::Say(Message::new(Tone::Plain, "this model asks for one kind of review alone"));
        }
        let all = Offer { value: None, name: "all kinds".to_owned(), clients: None };
        let offer = |kind: &str| Offer { value: Some(kind.to_owned()), name: kind.to_owned(), clients: None };
        let offers = std::iter::once(all).chain(kinds.into_iter().map(offer)).collect();
        Step::Push(Box::new(Self::new(Picks::Kind, offers, ctx.desk.lens.kind.clone())))
    }

    fn new(picks: Picks, offers: Vec<Offer>, now: Option<String>) -> Self {
        let at = offers.iter().position(|offer| offer.value == now).unwrap_or(0);
        let lines = if offers.len() > MANY { Searched::typing(at) } else { Searched::few(at) };
        Self { picks, found: (0..offers.len()).collect(), offers, lines, now }
    }

    fn search(&mut self) {
        let asked = fold(self.lines.text());
        self.found = (0..self.offers.len()).filter(|at| fold(&self.offers[*at].name).contains(&asked)).collect();
    }

    fn choose(&self, at: usize, ctx: &mut Ctx<'_>) -> Step {
        let Some(offer) = self.found.get(at).map(|at| &self.offers[*at]) else { return Step::Stay };
        match self.picks {
            Picks::Owner => ctx.desk.lens.owner.clone_from(&offer.value),
            Picks::Kind => ctx.desk.lens.kind.clone_from(&offer.value),
        }
        Step::Close
    }
}

impl Layer for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let title = match self.picks {
            Picks::Owner => "Whose clients",
            Picks::Kind => "Which reviews",
        };
        let field = u16::from(self.lines.is_typing());
        let many = u16::try_from(self.offers.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, title, 34, many.saturating_add(field));
        self.lines.view_field(canvas, row_of(inner, 0));
        let list = skip_rows(inner, field);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "nobody is called that");
        }
        self.lines.view_lines(canvas, list, self.found.len(), Focus::Here, |canvas, place, line| {
            let offer = &self.offers[self.found[line]];
            let (taken, open) = canvas.look.glyphs.choice();
            canvas.text(place, Role::Key, if offer.value == self.now { taken } else { open });
            let count = offer.clients.map(|clients| canvas.look.formats.number(clients)).unwrap_or_default();
            let wide = u16::try_from(count.len()).unwrap_or(0);
            let name = skip_columns(place, 4);
            canvas.text(Rect { width: name.width.saturating_sub(wide + 1), ..name }, Role::Text, offer.name.clone());
            canvas.aligned(place, Side::Right, Role::Dim, count);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.lines.act(input, self.found.len()) {
            Sought::Open(at) | Sought::Pressed(at) => return self.choose(at, ctx),
            Sought::Typed => self.search(),
            Sought::Ignored => return Step::Ignored,
            Sought::Stay | Sought::Key(_) => {}
        }
        Step::Stay
    }
}
