//! Choosing what the board looks at: a model of the book as placed, one as a lens, or any two dimensions.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::parts::text;
use crate::console::screens::compare::CompareScreen;
use crate::console::sight::Sight;
use crate::console::theme::Role;
use crate::domain::text::{Shown, fold};

/// The most columns of the list.
const WIDEST: u16 = 70;

/// What a line offers.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Offer {
    /// Look at this.
    Look(Sight),
    /// Ask for two dimensions.
    TwoDimensions,
    /// Hold this model against another.
    Beside(String, String),
    /// A dimension, as `model.dimension`: the first one.
    Across(String),
    /// A dimension: the second one, with the first.
    Up(String, String),
}

/// A line: what it offers, what it is called, and what is said of it.
struct Line {
    offer: Offer,
    name: Shown,
    of: Shown,
}

/// The list to choose from.
pub(super) struct SightPicker {
    title: Shown,
    lines: Vec<Line>,
    found: Vec<usize>,
    sought: Searched,
    now: Sight,
}

impl SightPicker {
    /// All that can be looked at; from a lens the first line leads back.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let driving = ground.driving().key.clone();
        let mut models: Vec<_> = ground.models.iter().map(|held| &held.model).collect();
        models.sort_by_key(|model| model.key != driving);
        let mut lines = Vec::new();
        for model in &models {
            let key = (model.key != driving).then(|| model.key.clone());
            let of = if key.is_none() { "as placed, drives the cadence" } else { "as placed" };
            lines.push(Line::new(Offer::Look(Sight::Placed(key)), &model.name, of));
        }
        for model in &models {
            let offer = Offer::Look(Sight::Proposed(model.key.clone()));
            lines.push(Line::new(offer, &model.name, "as a lens: where scores would put everybody"));
        }
        lines.push(Line::new(Offer::TwoDimensions, "Two dimensions...", "any two, as a lens"));
        Self::of("Look at", lines, ctx.desk.sight.clone())
    }

    /// The models that one can be held against.
    pub fn beside(model: &str, ctx: &Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let others = ground.models.iter().filter(|held| held.row.key != model);
        let line = |held: &crate::store::HeldModel| {
            let of = if held.row.driving { "drives the cadence" } else { "" };
            Line::new(Offer::Beside(model.to_owned(), held.row.key.clone()), &held.model.name, of)
        };
        Self::of("Side by side with", others.map(line).collect(), ctx.desk.sight.clone())
    }

    fn of(title: &str, lines: Vec<Line>, now: Sight) -> Self {
        let found = (0..lines.len()).collect();
        Self { title: Shown::line(title), lines, found, sought: Searched::typing(0), now }
    }

    /// The dimensions of all models of the book; without the one that is taken.
    fn dimensions(&mut self, taken: Option<&str>, ctx: &Ctx<'_>) {
        let ground = ctx.store.ground();
        let all = ground.models.iter().flat_map(|held| held.model.dimensions.iter().map(|one| (&held.model, one)));
        let lines = all.filter_map(|(model, dimension)| {
            let key = format!("{}.{}", model.key, dimension.key);
            let offer = match taken {
                Some(taken) if taken == key => return None,
                Some(taken) => Offer::Up(taken.to_owned(), key),
                None => Offer::Across(key),
            };
            Some(Line::new(offer, &dimension.name, &model.name))
        });
        let title = if taken.is_some() { "and from bottom to top" } else { "From left to right" };
        *self = Self::of(title, lines.collect(), self.now.clone());
    }

    fn search(&mut self) {
        let asked = fold(self.sought.text());
        let fits = |line: &Line| fold(&format!("{} {}", line.name.as_str(), line.of.as_str())).contains(&asked);
        self.found = (0..self.lines.len()).filter(|at| fits(&self.lines[*at])).collect();
    }

    fn choose(&mut self, at: usize, ctx: &mut Ctx<'_>) -> Step {
        let Some(offer) = self.found.get(at).map(|at| self.lines[*at].offer.clone()) else { return Step::Stay };
        match offer {
            Offer::Look(sight) => ctx.desk.sight = sight,
            Offer::Up(x, y) => ctx.desk.sight = Sight::Dimensions(x, y),
            Offer::Beside(a, b) => return Step::Replace(Box::new(CompareScreen::new(&a, &b, ctx))),
            Offer::TwoDimensions => {
                self.dimensions(None, ctx);
                return Step::Stay;
            }
            Offer::Across(x) => {
                self.dimensions(Some(&x), ctx);
                return Step::Stay;
            }
        }
        Step::Close
    }
}

impl Line {
    fn new(offer: Offer, name: &str, of: &str) -> Self {
        Self { offer, name: Shown::line(name), of: Shown::line(of) }
    }
}

impl Layer for SightPicker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let wide = |shown: &Shown| u16::try_from(text::width(shown.as_str())).unwrap_or(u16::MAX);
        let names = self.lines.iter().map(|line| wide(&line.name)).max().unwrap_or(0).min(34);
        let of = self.lines.iter().map(|line| wide(&line.of)).max().unwrap_or(0);
        let columns = (names + of).saturating_add(6).max(wide(&self.title)).min(WIDEST);
        let rows = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(1);
        let inner = popup::centred(canvas, area, &self.title, columns, rows);
        self.sought.view_field(canvas, row_of(inner, 0));
        let list = skip_rows(inner, 1);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "nothing is called that");
        }
        let (taken, open) = canvas.look.glyphs.choice();
        self.sought.view_lines(canvas, list, self.found.len(), Focus::Here, |canvas, place, line| {
            let offered = &self.lines[self.found[line]];
            let sign = if offered.offer == Offer::Look(self.now.clone()) { taken } else { open };
            canvas.text(place, Role::Key, sign);
            let rest = skip_columns(place, 4);
            canvas.text(Rect { width: names.min(rest.width), ..rest }, Role::Text, &offered.name);
            canvas.text(skip_columns(rest, names + 2), Role::Dim, &offered.of);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.sought.act(input, self.found.len()) {
            Sought::Open(at) | Sought::Pressed(at) => return self.choose(at, ctx),
            Sought::Typed => self.search(),
            Sought::Ignored => return Step::Ignored,
            Sought::Stay | Sought::Key(_) => {}
        }
        Step::Stay
    }
}
