//! Choosing whose reviews are shown, or of which kind.

use ratatui::layout::Rect;

use super::lens::called;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::field::{TextField, Typed};
use crate::console::parts::popup;
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
    typed: TextField,
    now: Option<String>,
    at: usize,
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
        Self { picks, found: (0..offers.len()).collect(), offers, typed: TextField::default(), now, at }
    }

    fn search(&mut self) {
        let asked = fold(self.typed.text());
        self.found = (0..self.offers.len()).filter(|at| fold(&self.offers[*at].name).contains(&asked)).collect();
        self.at = 0;
    }

    fn choose(&self, at: usize, ctx: &mut Ctx<'_>) -> Step {
        let Some(offer) = self.found.get(at).map(|at| &self.offers[*at]) else { return Step::Stay };
        match self.picks {
            Picks::Owner => ctx.desk.lens.owner.clone_from(&offer.value),
            Picks::Kind => ctx.desk.lens.kind.clone_from(&offer.value),
        }
        Step::Close
    }

    const fn is_long(&self) -> bool {
        self.offers.len() > MANY
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
        let field = u16::from(self.is_long());
        let many = u16::try_from(self.offers.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, title, 34, many.saturating_add(field));
        if self.is_long() {
            self.typed.view(canvas, row_of(inner, 0), Focus::Here);
        }
        let list = skip_rows(inner, field);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "nobody is called that");
        }
        let first = (self.at + 1).saturating_sub(usize::from(list.height));
        for (row, (line, at)) in (0..list.height).zip(self.found.iter().enumerate().skip(first)) {
            let (place, offer) = (row_of(list, row), &self.offers[*at]);
            let (taken, open) = canvas.look.glyphs.choice();
            canvas.text(place, Role::Key, if offer.value == self.now { taken } else { open });
            let count = offer.clients.map(|clients| canvas.look.formats.number(clients)).unwrap_or_default();
            let wide = u16::try_from(count.len()).unwrap_or(0);
            let name = skip_columns(place, 4);
            canvas.text(Rect { width: name.width.saturating_sub(wide + 1), ..name }, Role::Text, offer.name.clone());
            canvas.aligned(place, Side::Right, Role::Dim, count);
            canvas.spot(place, Spot::Line(u16::try_from(line).unwrap_or(u16::MAX)));
            if line == self.at {
                canvas.tint(place, Role::Selected);
            }
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let last = self.found.len().saturating_sub(1);
        match input {
            Input::Act(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Act(Action::Down) => self.at = (self.at + 1).min(last),
            Input::Act(Action::First) => self.at = 0,
            Input::Act(Action::Last) => self.at = last,
            Input::Act(Action::PageUp) => self.at = self.at.saturating_sub(10),
            Input::Act(Action::PageDown) => self.at = (self.at + 10).min(last),
            Input::Act(Action::Open) => return self.choose(self.at, ctx),
            Input::Act(_) => return Step::Ignored,
            Input::Key(key) => {
                if self.is_long() && self.typed.key(key) == Typed::Changed {
                    self.search();
                }
            }
            Input::Paste(text) if self.is_long() => {
                self.typed.paste(&text);
                self.search();
            }
            Input::Touch(Touch::Click { spot: Spot::Line(line), .. }) => return self.choose(usize::from(line), ctx),
            Input::Touch(Touch::Wheel { by, .. }) => self.at = self.at.saturating_add_signed(isize::from(by).signum()).min(last),
            Input::Touch(_) | Input::Paste(_) => {}
        }
        Step::Stay
    }
}
