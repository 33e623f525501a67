//! Clients or revenue per segment at the ends of several days: a small chart for each segment, all on one scale.

use std::ops::ControlFlow;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::days::Days;
use super::pane::{Asked, HIDDEN, Pane, Reply, View, parts, percent};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::hits::{Spot, Touch};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::calendar::Every;
use crate::domain::money::{Amount, Sums};
use crate::store::{Counted, Distribution, DistributionQuery};

/// The most days that are read.
const MOST: usize = 60;
/// Rows of one chart at most.
const TALLEST: u16 = 6;

/// What the charts show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Measure {
    #[default]
    Clients,
    Revenue,
}

/// A segment, no segment, or all: its clients and revenue day by day.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    name: String,
    /// All clients: told in numbers alone, for its bars would dwarf the others.
    all: bool,
    cells: Vec<(i64, Amount)>,
}

/// The distribution.
#[derive(Default)]
pub struct DistributionView {
    lines: Vec<Line>,
    days: Vec<NaiveDate>,
    every: Option<Every>,
    others: Vec<String>,
    measure: Measure,
    /// The line and the day that are selected.
    at: (usize, usize),
}

/// Where everything stands in an area.
struct Plan {
    names: u16,
    /// Columns of a day, one blank among them.
    day: u16,
    first_day: usize,
    days: usize,
    /// Rows of a line.
    tall: u16,
    first_line: usize,
    lines: usize,
    most: i128,
}

impl DistributionView {
    fn value(&self, cell: (i64, Amount)) -> i128 {
        match self.measure {
            Measure::Clients => i128::from(cell.0),
            Measure::Revenue => i128::from(cell.1.ten_thousandths()),
        }
    }

    fn said(&self, cell: (i64, Amount), look: &Look) -> String {
        match self.measure {
            Measure::Clients => look.formats.number(cell.0),
            Measure::Revenue if look.presenter => HIDDEN.to_owned(),
            Measure::Revenue => look.formats.short(cell.1),
        }
    }

    fn plan(&self, area: Rect, look: &Look) -> Plan {
        let names = match area.width {
            ..70 => 15,
            70..100 => 19,
            100.. => 26,
        };
        let numbers = self.lines.iter().flat_map(|line| &line.cells).map(|cell| text::width(&self.said(*cell, look)));
        let label = if self.every == Some(Every::Month) { 3 } else { 6 };
        let needed = u16::try_from(numbers.fold(label, usize::max) + 1).unwrap_or(u16::MAX);
        let room = area.width.saturating_sub(names);
        let all = u16::try_from(self.days.len()).unwrap_or(u16::MAX).max(1);
        let day = (room / all).clamp(needed, needed.max(9));
        let days = usize::from(room / day.max(1)).clamp(1, self.days.len().max(1));
        let first_day = (self.days.len() - days.min(self.days.len())).min(self.at.1);
        let height = area.height.saturating_sub(4);
        let many = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_sub(1).max(1);
        let tall = (height / many).clamp(1, TALLEST);
        let lines = usize::from(height / tall).max(1);
        // All clients have a row of their own below.
        let last = self.at.0.min(self.lines.len().saturating_sub(2));
        let first_line = (last + 1).saturating_sub(lines);
        let bars = self.lines.iter().filter(|line| !line.all);
        let most = bars.flat_map(|line| &line.cells).map(|cell| self.value(*cell)).fold(1, i128::max);
        Plan { names, day, first_day, days, tall, first_line, lines, most }
    }

    fn label(&self, at: usize, today: NaiveDate) -> String {
        let day = self.days[at];
        if day == today && at + 1 == self.days.len() {
            return "now".to_owned();
        }
        match self.every {
            Some(Every::Month) => day.format("%b").to_string(),
            Some(Every::Week | Every::Quarter) | None => day.format("%-d %b").to_string(),
        }
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect, at: usize, plan: &Plan) {
        let line = &self.lines[at];
        let selected = at == self.at.0;
        let names = Rect { width: plan.names.saturating_sub(1).min(area.width), ..area };
        let role = if selected { Role::Key } else { Role::Text };
        canvas.text(skip_columns(row_of(names, 0), 1), role, line.name.clone());
        if let (Some(first), Some(last)) = (line.cells.first(), line.cells.last())
            && area.height > 1
            && self.measure == Measure::Clients
        {
            let change = last.0 - first.0;
            let said = if change == 0 { "as at first".to_owned() } else { format!("{change:+} since then") };
            canvas.text(skip_columns(row_of(names, 1), 1), Role::Dim, said);
        }
        let hidden = canvas.look.presenter && self.measure == Measure::Revenue;
        for place in 0..plan.days {
            let day = plan.first_day + place;
            let Some(cell) = line.cells.get(day) else { break };
            let column = skip_columns(area, plan.names + plan.day * u16::try_from(place).unwrap_or(0));
            let column = Rect { width: column.width.min(plan.day.saturating_sub(1)), height: area.height, ..column };
            let bars = Rect { height: column.height.saturating_sub(1), ..column };
            let value = self.value(*cell).max(0);
            if !line.all && !hidden {
                let eighths = (value * i128::from(bars.height) * 8 + plan.most - 1) / plan.most;
                for row in 0..bars.height {
                    let level = (eighths - i128::from(bars.height - 1 - row) * 8).clamp(0, 8);
                    let sign = canvas.look.glyphs.level(u8::try_from(level).unwrap_or(8));
                    if level > 0 {
                        canvas.rule(row_of(bars, row), if selected { Role::Key } else { Role::Due }, sign);
                    }
                }
            }
            let number = row_of(column, column.height.saturating_sub(1));
            let role = if value == 0 { Role::Dim } else { Role::Text };
            let said = self.said(*cell, canvas.look);
            if bars.height == 0 && !line.all && !hidden && value > 0 && text::width(&said) < usize::from(number.width) {
                // Without room for a bar above it, a small one stands before the number.
                let level = u8::try_from((value * 8 + plan.most - 1) / plan.most).unwrap_or(8);
                let sign = canvas.look.glyphs.level(level);
                canvas.text(number, if selected { Role::Key } else { Role::Due }, sign);
            }
            canvas.aligned(number, Side::Right, role, said);
            let spot = Spot::Choice { field: u16::try_from(at).unwrap_or(0), at: u16::try_from(day).unwrap_or(0) };
            canvas.spot(column, spot);
            if (at, day) == self.at {
                canvas.tint(number, Role::Selected);
            }
        }
    }

    /// The selected number in words.
    fn detail(&self, asked: &Asked, look: &Look) -> String {
        let (Some(line), Some(day)) = (self.lines.get(self.at.0), self.days.get(self.at.1)) else { return String::new() };
        let (Some(cell), Some(all)) = (line.cells.get(self.at.1), self.lines.last().and_then(|all| all.cells.get(self.at.1)))
        else {
            return String::new();
        };
        let mut said = format!("{} {}: {} clients", look.formats.date(*day), line.name, look.formats.number(cell.0));
        if !line.all && all.0 > 0 {
            said.push_str(&format!(", {} of {}", percent(cell.0 as f64 / all.0 as f64), look.formats.number(all.0)));
        }
        let money = if look.presenter { HIDDEN.to_owned() } else { look.formats.money(cell.1, &asked.currency) };
        said.push_str(&format!(", {money}"));
        said
    }

    fn go(&mut self, action: Action) -> bool {
        let last = (self.lines.len().saturating_sub(1), self.days.len().saturating_sub(1));
        match action {
            Action::Up => self.at.0 = self.at.0.saturating_sub(1),
            Action::Down => self.at.0 = (self.at.0 + 1).min(last.0),
            Action::Left => self.at.1 = self.at.1.saturating_sub(1),
            Action::Right => self.at.1 = (self.at.1 + 1).min(last.1),
            Action::First => self.at.1 = 0,
            Action::Last => self.at.1 = last.1,
            Action::PageUp => self.at.0 = 0,
            Action::PageDown => self.at.0 = last.0,
            Action::NextPart | Action::PreviousPart => {
                self.measure = match self.measure {
                    Measure::Clients => Measure::Revenue,
                    Measure::Revenue => Measure::Clients,
                }
            }
            _ => return false,
        }
        true
    }

    /// The moves between the selected day and the next one shown; of the last day those since the one before.
    fn moves_of_the_day(&self, ctx: &mut Ctx<'_>) -> Reply {
        let at = self.at.1.min(self.days.len().saturating_sub(2));
        let (Some(from), Some(to)) = (self.days.get(at), self.days.get(at + 1)) else { return Reply::Do(Step::Stay) };
        ctx.desk.days = Days::Between(*from, *to, String::new());
        let said = Message::new(Tone::Plain, "the moves between these two days").hint("Esc shows the last 12 months again");
        Reply::Show(View::Moves, Step::Say(said))
    }
}

impl Pane for DistributionView {
    fn view(&self, canvas: &mut Canvas<'_>, area: Rect, asked: &Asked) {
        parts(canvas, row_of(area, 0), &["Clients", "Revenue"], self.measure as usize);
        let plan = self.plan(area, canvas.look);
        let charts = skip_rows(area, 1);
        for place in 0..plan.lines {
            let at = plan.first_line + place;
            if at + 1 >= self.lines.len() {
                break;
            }
            let top = plan.tall * u16::try_from(place).unwrap_or(0);
            let rest = skip_rows(charts, top);
            if rest.height < plan.tall {
                break;
            }
            self.draw_line(canvas, Rect { height: plan.tall, ..rest }, at, &plan);
        }
        if let Some(all) = self.lines.len().checked_sub(1) {
            self.draw_line(canvas, row_of(area, area.height.saturating_sub(3)), all, &plan);
        }
        let axis = row_of(area, area.height.saturating_sub(2));
        for place in 0..plan.days {
            let at = plan.first_day + place;
            if at >= self.days.len() {
                break;
            }
            let column = skip_columns(axis, plan.names + plan.day * u16::try_from(place).unwrap_or(0));
            let column = Rect { width: column.width.min(plan.day.saturating_sub(1)), ..column };
            let role = if at == self.at.1 { Role::Key } else { Role::Axis };
            let said = self.label(at, canvas.look.today);
            canvas.aligned(column, Side::Right, role, said);
        }
        let said = self.detail(asked, canvas.look);
        canvas.text(skip_columns(row_of(area, area.height.saturating_sub(1)), 1), Role::Title, said);
    }

    fn foot(&self, asked: &Asked, look: &Look) -> String {
        let twice = if asked.counts_twice() { "a client counts in each of its segments; " } else { "" };
        if self.measure == Measure::Revenue && !self.others.is_empty() && !look.presenter {
            return format!("{twice}in {} alone; there is also {}", asked.currency, self.others.join(", "));
        }
        format!("{twice}t other days; Tab clients or revenue; Enter the moves")
    }

    fn command(&mut self, action: Action, _asked: &Asked, ctx: &mut Ctx<'_>) -> Reply {
        if action == Action::Open {
            return self.moves_of_the_day(ctx);
        }
        if self.go(action) { Reply::Do(Step::Stay) } else { Reply::Not }
    }

    fn touch(&mut self, touch: Touch, _asked: &Asked, _ctx: &mut Ctx<'_>) -> Reply {
        match touch {
            Touch::Click { spot: Spot::Heading(at), .. } => {
                self.measure = if at == 0 { Measure::Clients } else { Measure::Revenue };
            }
            Touch::Click { spot: Spot::Choice { field, at }, .. } => self.at = (usize::from(field), usize::from(at)),
            Touch::Wheel { by, .. } => {
                self.go(if by < 0 { Action::Up } else { Action::Down });
            }
            Touch::Click { .. } | Touch::Double { .. } | Touch::Menu { .. } | Touch::Drag { .. } | Touch::Drop { .. } => {
                return Reply::Not;
            }
        }
        Reply::Do(Step::Stay)
    }

    fn refresh(&mut self, asked: &Asked, ctx: &mut Ctx<'_>) {
        let every = Every::suiting(asked.from, asked.to);
        let days = every.between(asked.from, asked.to, asked.fiscal, MOST);
        let query = DistributionQuery { model: asked.key(), days: days.clone(), owner: asked.owner.clone() };
        let found = ctx.store.distribution(&query, &mut |_| ControlFlow::Continue(()));
        let found = ctx.desk.or_default(found.map(Some)).unwrap_or(Distribution { model: String::new(), days: Vec::new() });
        let whole = self.days.is_empty() || self.days != days;
        self.every = Some(every);
        self.lines = lines(&found, asked);
        let foreign = |arr: &Sums| arr.iter().map(|(code, _)| code.to_owned()).filter(|code| *code != asked.currency).collect();
        let mut others: Vec<String> = found.days.iter().flat_map(|of| -> Vec<String> { foreign(&of.all.arr) }).collect();
        others.sort_unstable();
        others.dedup();
        self.others = others;
        self.days = days;
        if whole {
            self.at.1 = self.days.len().saturating_sub(1);
        }
        self.at = (self.at.0.min(self.lines.len().saturating_sub(1)), self.at.1.min(self.days.len().saturating_sub(1)));
    }
}

/// The segments of the model, those it no longer has, no segment where there are such clients, and all.
fn lines(found: &Distribution, asked: &Asked) -> Vec<Line> {
    let none = Counted::default();
    let cell = |counted: &Counted| {
        let arr = counted.arr.iter().find(|(code, _)| *code == asked.currency).map_or(Amount::default(), |(_, sum)| sum);
        (counted.clients, arr)
    };
    let mut keys: Vec<&str> = asked.model.segments.iter().map(|segment| segment.key.as_str()).collect();
    for key in found.days.iter().flat_map(|of| of.segments.keys()) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    let of_key = |key: &&str| Line {
        name: asked.segment(key),
        all: false,
        cells: found.days.iter().map(|of| cell(of.segments.get(*key).unwrap_or(&none))).collect(),
    };
    let mut lines: Vec<Line> = keys.iter().map(of_key).collect();
    let line = |name: &str, all, cells| Line { name: name.to_owned(), all, cells };
    if found.days.iter().any(|of| of.unplaced.clients > 0) {
        lines.push(line("No segment", false, found.days.iter().map(|of| cell(&of.unplaced)).collect()));
    }
    lines.push(line("All clients", true, found.days.iter().map(|of| cell(&of.all)).collect()));
    lines
}
