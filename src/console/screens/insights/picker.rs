//! Choosing the days the insights compare: from a list, or typed.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::days::Days;
use crate::console::canvas::{Canvas, Side, row_of, skip_columns, skip_rows};
use crate::console::formats::Formats;
use crate::console::glyphs::Focus;
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::popup;
use crate::console::parts::searched::{Searched, Sought};
use crate::console::theme::Role;
use crate::domain::calendar::{Fiscal, understand};

/// The spans that are offered.
const OFFERED: [&str; 6] = ["this quarter", "last quarter", "this year", "last year", "this month", "last month"];
/// Between two typed dates.
const BETWEEN: &str = " to ";

/// The list to choose from, and the line to type in.
pub struct DaysPicker {
    offers: Vec<(String, Days)>,
    lines: Searched,
    understood: Result<Option<Days>, String>,
    today: NaiveDate,
    fiscal: Fiscal,
}

impl DaysPicker {
    /// The spans there are today.
    pub fn new(ctx: &Ctx<'_>) -> Self {
        let (today, fiscal) = (ctx.stamp.today, ctx.store.ground().fiscal());
        let spans = OFFERED.iter().filter_map(|words| {
            let span = fiscal.understand(words, today).ok()?;
            Some(((*words).to_owned(), Days::of(span, today)))
        });
        let offers: Vec<(String, Days)> =
            std::iter::once((Days::LastYear.label().to_owned(), Days::LastYear)).chain(spans).collect();
        let at = offers.iter().position(|(_, days)| *days == ctx.desk.days).unwrap_or(0);
        Self { offers, lines: Searched::typing(at), understood: Ok(None), today, fiscal }
    }

    fn understand(&mut self) {
        let text = self.lines.text().trim();
        self.understood = if text.is_empty() { Ok(None) } else { self.days(text).map(Some) };
    }

    /// A span in words, a day up to today, or two days.
    fn days(&self, text: &str) -> Result<Days, String> {
        if let Ok(span) = self.fiscal.understand(text, self.today) {
            return Ok(Days::of(span, self.today));
        }
        let read = |text: &str| understand(text.trim(), self.today).map_err(|why| why.to_string());
        let (from, to) = match text.split_once(BETWEEN).or_else(|| text.split_once("..")) {
            Some((from, to)) => (read(from)?, read(to)?),
            None => (read(text)?, self.today),
        };
        if from > to {
            return Err("the earlier day comes first".to_owned());
        }
        Ok(Days::Between(from, to, String::new()))
    }

    fn choose(&self, at: usize, ctx: &mut Ctx<'_>) -> Step {
        match &self.understood {
            Ok(None) => {
                let Some((_, days)) = self.offers.get(at) else { return Step::Stay };
                ctx.desk.days = days.clone();
            }
            Ok(Some(days)) => ctx.desk.days = days.clone(),
            Err(_) => return Step::Stay,
        }
        Step::Close
    }

    fn said(&self, days: &Days, formats: Formats, arrow: &str) -> String {
        let (from, to) = days.ends(self.today, self.fiscal);
        format!("{} {arrow} {}", formats.date(from), formats.date(to))
    }
}

impl Layer for DaysPicker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let many = u16::try_from(self.offers.len()).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, "From the end of one day to the end of another", 50, many.saturating_add(3));
        self.lines.view_field(canvas, row_of(inner, 0));
        let (formats, arrow) = (canvas.look.formats, canvas.look.glyphs.arrow());
        let below = row_of(inner, 1);
        match &self.understood {
            Ok(None) => {
                canvas.text(below, Role::Dim, "or type: 2026-Q1, -90d, 2026-01-01 to 2026-03-31");
            }
            Ok(Some(days)) => {
                canvas.text(below, Role::Good, format!("{arrow} {}", self.said(days, formats, arrow)));
            }
            Err(why) => {
                canvas.text(below, Role::Bad, format!("! {why}"));
            }
        }
        let typing = !matches!(self.understood, Ok(None));
        let list = skip_rows(inner, 3);
        let focus = Focus::from(!typing);
        self.lines.view_lines(canvas, list, self.offers.len(), focus, |canvas, place, line| {
            let (name, days) = &self.offers[line];
            canvas.text(skip_columns(place, 1), if typing { Role::Dim } else { Role::Text }, name.clone());
            canvas.aligned(place, Side::Right, Role::Dim, format!("{} ", self.said(days, formats, arrow)));
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.lines.act(input, self.offers.len()) {
            Sought::Open(at) => return self.choose(at, ctx),
            Sought::Pressed(at) => {
                self.understood = Ok(None);
                return self.choose(at, ctx);
            }
            Sought::Typed => self.understand(),
            Sought::Ignored => return Step::Ignored,
            Sought::Stay | Sought::Key(_) => {}
        }
        Step::Stay
    }
}
