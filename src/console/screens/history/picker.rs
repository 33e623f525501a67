//! Choosing whose acts the history shows, of which kind, or of which days.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::acts::{Acts, in_words};
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::theme::Role;
use crate::domain::calendar::{Fiscal, Span, understand};
use crate::domain::text::{Shown, fold};

/// The spans that are offered.
const OFFERED: [&str; 5] = ["this month", "last month", "this quarter", "last quarter", "this year"];
/// Between two typed dates.
const BETWEEN: &str = " to ";

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picks {
    /// Who acted.
    Person,
    /// The kind of action.
    Kind,
    /// The days.
    Days,
}

/// A choice: what is shown after it, what it is called, and what stands beside it.
struct Offer {
    acts: Acts,
    name: Shown,
    beside: String,
}

/// The list to choose from, and the line to type in.
pub struct Picker {
    picks: Picks,
    offers: Vec<Offer>,
    found: Vec<usize>,
    lines: Searched,
    /// Days that are typed, or why they are none.
    typed: Option<Result<Span, String>>,
    now: Acts,
    today: NaiveDate,
    fiscal: Fiscal,
}

impl Picker {
    /// What there is to choose from in this book.
    pub fn new(picks: Picks, ctx: &mut Ctx<'_>) -> Self {
        let now = ctx.desk.acts.clone();
        let (today, fiscal) = (ctx.stamp.today, ctx.store.ground().fiscal());
        let offers = match picks {
            Picks::Person => {
                let found = ctx.store.people_who_acted();
                named("everybody", ctx.desk.or_default(found), ctx, |by| Acts { by, ..now.clone() })
            }
            Picks::Kind => {
                let found = ctx.store.kinds_of_action();
                named("all kinds", ctx.desk.or_default(found), ctx, |kind| Acts { kind, ..now.clone() })
            }
            Picks::Days => {
                let day = Span { from: today, to: today, label: "today".to_owned() };
                let spans = OFFERED.iter().filter_map(|words| {
                    let span = fiscal.understand(words, today).ok()?;
                    Some(Span { to: span.to.min(today), label: (*words).to_owned(), ..span })
                });
                let offer = |days: Span| Offer {
                    name: Shown::line(&days.label),
                    beside: in_words(&days, ctx.look.formats),
                    acts: Acts { days: Some(days), ..now.clone() },
                };
                let all =
                    Offer { acts: Acts { days: None, ..now.clone() }, name: Shown::line("all days"), beside: String::new() };
                std::iter::once(all).chain(std::iter::once(day).chain(spans).map(offer)).collect()
            }
        };
        let at = offers.iter().position(|offer: &Offer| offer.acts == now).unwrap_or(0);
        Self { picks, found: (0..offers.len()).collect(), offers, lines: Searched::typing(at), typed: None, now, today, fiscal }
    }

    fn search(&mut self) {
        let asked = self.lines.text().trim();
        if self.picks == Picks::Days {
            self.typed = (!asked.is_empty()).then(|| self.days(asked));
            return;
        }
        let asked = fold(asked);
        self.found = (0..self.offers.len()).filter(|at| fold(self.offers[*at].name.as_str()).contains(&asked)).collect();
    }

    /// A span in words, a day, or two days.
    fn days(&self, text: &str) -> Result<Span, String> {
        if let Ok(span) = self.fiscal.understand(text, self.today) {
            return Ok(span);
        }
        let read = |text: &str| understand(text.trim(), self.today).map_err(|why| why.to_string());
        let (from, to) = match text.split_once(BETWEEN).or_else(|| text.split_once("..")) {
            Some((from, to)) => (read(from)?, read(to)?),
            None => (read(text)?, read(text)?),
        };
        if from > to {
            return Err("the earlier day comes first".to_owned());
        }
        Ok(Span { from, to, label: String::new() })
    }

    fn choose(&self, at: usize, ctx: &mut Ctx<'_>) -> Step {
        match &self.typed {
            Some(Ok(days)) => ctx.desk.acts.days = Some(days.clone()),
            Some(Err(_)) => return Step::Stay,
            None => {
                let Some(offer) = self.found.get(at).map(|at| &self.offers[*at]) else { return Step::Stay };
                ctx.desk.acts = offer.acts.clone();
            }
        }
        Step::Close
    }
}

fn named(all: &str, found: Vec<(String, i64)>, ctx: &Ctx<'_>, acts: impl Fn(Option<String>) -> Acts) -> Vec<Offer> {
    let number = |n: i64| ctx.look.formats.number(n);
    let total = found.iter().map(|(_, many)| many).sum();
    let all = Offer { acts: acts(None), name: Shown::line(all), beside: number(total) };
    let offer = |(name, many): (String, i64)| Offer { name: Shown::line(&name), beside: number(many), acts: acts(Some(name)) };
    std::iter::once(all).chain(found.into_iter().map(offer)).collect()
}

impl Layer for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (title, hint, width) = match self.picks {
            Picks::Person => ("Whose acts", "", 36),
            Picks::Kind => ("Which kind of act", "", 36),
            Picks::Days => ("Recorded on which days", "or type: 2026-06-12, 2026-Q1, -7d to today", 50),
        };
        let many = u16::try_from(self.offers.len()).unwrap_or(u16::MAX);
        let above = if self.picks == Picks::Days { 3 } else { 1 };
        let inner = popup::centred(canvas, area, title, width, many.saturating_add(above));
        self.lines.view_field(canvas, row_of(inner, 0));
        let formats = canvas.look.formats;
        match &self.typed {
            None => drop(canvas.text(row_of(inner, 1), Role::Dim, hint)),
            Some(Ok(days)) => {
                let said = format!("{} {}", canvas.look.glyphs.arrow(), in_words(days, formats));
                canvas.text(row_of(inner, 1), Role::Good, said);
            }
            Some(Err(why)) => drop(canvas.text(row_of(inner, 1), Role::Bad, Shown::line(&format!("! {why}")))),
        }
        let list = skip_rows(inner, above);
        if self.found.is_empty() {
            canvas.text(list, Role::Dim, "nothing is called that");
        }
        let focus = Focus::from(self.typed.is_none());
        self.lines.view_lines(canvas, list, self.found.len(), focus, |canvas, place, line| {
            let offer = &self.offers[self.found[line]];
            let (taken, open) = canvas.look.glyphs.choice();
            canvas.text(place, Role::Key, if offer.acts == self.now { taken } else { open });
            let wide = u16::try_from(offer.beside.chars().count()).unwrap_or(0);
            let name = skip_columns(place, 4);
            canvas.text(Rect { width: name.width.saturating_sub(wide + 1), ..name }, Role::Text, &offer.name);
            canvas.aligned(place, Side::Right, Role::Dim, offer.beside.clone());
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.lines.act(input, self.found.len()) {
            Sought::Open(at) => return self.choose(at, ctx),
            Sought::Pressed(at) => {
                self.typed = None;
                return self.choose(at, ctx);
            }
            Sought::Typed => self.search(),
            Sought::Ignored => return Step::Ignored,
            Sought::Stay | Sought::Key(_) => {}
        }
        Step::Stay
    }
}
