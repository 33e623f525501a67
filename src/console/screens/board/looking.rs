//! What the board looks at: its banner, the way back, and the verbs of the model that is looked at.

use ratatui::layout::Rect;

use super::BoardScreen;
use super::picker::SightPicker;
use crate::console::canvas::{Canvas, row_of, skip_columns, skip_rows};
use crate::console::dialogs;
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::screens::compare::CompareScreen;
use crate::console::screens::elsewhere::ElsewhereScreen;
use crate::console::sight::Sight;
use crate::console::theme::Role;
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::text::Shown;
use crate::store::{By, Elsewhere, Stood};

/// What is said above a board that is not that of today.
pub(super) struct Banner {
    /// What is looked at.
    title: Shown,
    /// What that means, and the way back; and in fewer words.
    rest: (Shown, Shown),
    /// The counts now, on a board of the past.
    now: Option<Shown>,
}

/// From so many rows on, the counts of now stand below.
const ROOMY: u16 = 19;

impl BoardScreen {
    /// What is said above the board.
    pub(super) fn banner(&self, ctx: &mut Ctx<'_>) -> Option<Banner> {
        let source = &self.source;
        let model = self.model.name.as_str();
        let title = match source.by() {
            By::Placement if source.is_driving() => None,
            By::Placement => Some((format!("Segments of {model}"), format!("driving is {}", source.driving().name))),
            By::Proposal => Some((format!("Lens: {model}, by scores"), "whatever their segment is".to_owned())),
            By::Scores(_) => Some((format!("Lens: {model}, by scores"), "bands of two dimensions".to_owned())),
        };
        let Some(day) = source.day() else {
            if !self.staged.is_empty() {
                return Some(self.banner_of_staged(title.map(|(title, _)| title), ctx));
            }
            let (title, what) = title?;
            let rest = (format!("{what}; Esc goes back"), "Esc goes back".to_owned());
            return Some(Banner { title: Shown::line(&title), rest: (Shown::line(&rest.0), Shown::line(&rest.1)), now: None });
        };
        let of = title.map_or_else(String::new, |(title, _)| format!(", {title}"));
        let title = format!("As of {}{of}, read only", ctx.look.formats.date(day));
        let (long, short) =
            if source.is_placed() { self.difference() } else { ("no difference is kept for a lens".to_owned(), String::new()) };
        let rest = (format!("{long}; Esc today"), format!("{short} Esc today"));
        let now = source.is_placed().then(|| self.counts_now(ctx)).flatten();
        Some(Banner {
            title: Shown::line(&title),
            rest: (Shown::line(&rest.0), Shown::line(&rest.1)),
            now: now.map(|now| Shown::line(&now)),
        })
    }

    /// What is said where a session has something staged: after the segments that are looked at, where they are not the usual ones.
    fn banner_of_staged(&self, title: Option<String>, ctx: &Ctx<'_>) -> Banner {
        let back = if title.is_some() { "; Esc goes back" } else { "" };
        let (long, short) = self.staged.in_words(ctx.look);
        Banner {
            title: Shown::line(&title.unwrap_or_else(|| "Session open".to_owned())),
            rest: (Shown::line(&format!("{long}{back}")), Shown::line(&format!("{short}{back}"))),
            now: None,
        }
    }

    /// `5 elsewhere now, 1 left, 3 new since; C lists them`, and `9 differ, C lists them;`.
    fn difference(&self) -> (String, String) {
        let count = |wanted: fn(&Elsewhere) -> bool| self.source.elsewhere().filter(|row| wanted(row)).count();
        let new = count(|row| row.from == Stood::Absent);
        let left = count(|row| row.to == Stood::Absent);
        let moved = count(|row| row.from != Stood::Absent && row.to != Stood::Absent);
        if new + left + moved == 0 {
            return ("nobody stands elsewhere now".to_owned(), "the same as now;".to_owned());
        }
        let long = format!("{moved} elsewhere now, {left} left, {new} new since; C lists them");
        (long, format!("{} differ, C lists;", new + left + moved))
    }

    /// `now: A 5 (+1), B 2 (-1), C 4, none 2`: under the filter in force.
    fn counts_now(&self, ctx: &mut Ctx<'_>) -> Option<String> {
        let placed = ctx.store.ground().placed(Some(&self.model.key));
        let board = placed.and_then(|placed| ctx.store.arranged(&placed, ctx.desk.filter(), ctx.stamp.today)).map(Some);
        let board = ctx.desk.or_default(board)?;
        let now = self.source.model_now();
        let many = |key: &str| board.segments.iter().find(|total| total.key == key).map_or(0, |total| total.clients);
        let mut said = Vec::new();
        for segment in &now.segments {
            let then = self.parts.iter().find(|part| part.key == segment.key).map_or(0, |part| part.total.clients);
            said.push(counted(&segment.letter, many(&segment.key), then, ctx));
        }
        let then = self.parts.last().map_or(0, |part| part.total.clients);
        if then > 0 || board.unplaced.clients > 0 {
            said.push(counted("no segment", board.unplaced.clients, then, ctx));
        }
        Some(format!("Now: {}", said.join(", ")))
    }

    /// Draws the banner; the answer is the area below.
    pub(super) fn draw_banner(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let below = self.below_banner(area);
        let Some(banner) = &self.banner else { return below };
        let line = row_of(area, 0);
        let room = skip_columns(line, 1);
        let dot = canvas.look.glyphs.dot();
        let wide = |rest: &Shown| {
            let texts = [banner.title.as_str(), dot, rest.as_str()];
            texts.iter().map(|text| crate::console::parts::text::width(text)).sum::<usize>() + 2
        };
        let (long, short) = &banner.rest;
        let rest = if wide(long) <= usize::from(room.width) { long } else { short };
        let pieces = [
            (Role::Warning, (&banner.title).into()),
            (Role::Dim, " ".into()),
            (Role::Dim, dot.into()),
            (Role::Dim, " ".into()),
            (Role::Text, rest.into()),
        ];
        canvas.pieces(room, &pieces);
        if let Some(now) = banner.now.as_ref().filter(|_| area.height >= ROOMY) {
            canvas.text(skip_columns(row_of(skip_rows(area, 1), 0), 1), Role::Text, now);
        }
        below
    }

    /// Whether the scores propose another segment for the selected client, in the model that is looked at.
    pub(super) fn drifts(&self) -> bool {
        let selected = self.selected().filter(|_| self.source.is_plain());
        selected.and_then(|client| self.part().entry(client)).is_some_and(|entry| entry.row.signs.drift)
    }

    /// The area that a banner leaves.
    pub(super) fn below_banner(&self, area: Rect) -> Rect {
        let Some(banner) = &self.banner else { return area };
        let counts = banner.now.is_some() && area.height >= ROOMY;
        skip_rows(area, 1 + u16::from(counts))
    }

    /// Goes back to today, then to the segments of the driving model; whether there was a way back.
    pub(super) fn goes_back(&self, ctx: &mut Ctx<'_>) -> bool {
        if ctx.desk.past.take().is_some() {
            return true;
        }
        let away = ctx.desk.sight != Sight::default();
        ctx.desk.sight = Sight::default();
        away
    }

    /// Why the page of a client cannot be opened: the past knows clients the book no longer has.
    pub(super) fn gone(&self, client: ClientId, ctx: &Ctx<'_>) -> Option<Message> {
        self.source.day()?;
        let gone = ctx.store.subjects(&[client], ctx.stamp.today).is_ok_and(|found| found.is_empty());
        gone.then(|| Message::new(Tone::Plain, "this client is no longer in the book").hint("H says what happened"))
    }

    /// The model that is looked at beside another; on a board of the past, that day beside now.
    pub(super) fn compare(&self, ctx: &mut Ctx<'_>) -> Step {
        if self.source.day().is_some() {
            let screen = self.source.is_placed().then(|| ElsewhereScreen::new(&self.model.key, ctx)).flatten();
            let none = Message::new(Tone::Plain, "a lens of the past is held against nothing").hint("M shows the segments");
            return screen.map_or(Step::Say(none), |screen| Step::Push(Box::new(screen)));
        }
        let looked_at = match self.source.by() {
            By::Placement | By::Proposal => self.model.key.clone(),
            By::Scores(_) => self.source.driving().key.clone(),
        };
        let others: Vec<String> = ctx.store.ground().models.iter().map(|held| held.row.key.clone()).collect();
        match others.iter().filter(|key| **key != looked_at).collect::<Vec<_>>().as_slice() {
            [] => Step::Say(Message::new(Tone::Plain, "this book has only one model").hint("the models screen adds another")),
            [only] => Step::Push(Box::new(CompareScreen::new(&looked_at, only, ctx))),
            [..] => Step::Push(Box::new(SightPicker::beside(&looked_at, ctx))),
        }
    }

    /// Explains the selected client as it stood on the day of the past that is shown.
    pub(super) fn why_then(&self, ctx: &Ctx<'_>) -> Step {
        match (self.selected(), &ctx.desk.past) {
            (Some(client), Some(past)) => verbs::push(dialogs::why::open_then(client, past, ctx)),
            (_, _) => Step::Stay,
        }
    }

    /// Opens the dialog of a verb in the model that is looked at.
    pub(super) fn meant(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        self.acted = true;
        verbs::in_model(action, self.selected(), self.source.meant(), ctx).unwrap_or(Step::Ignored)
    }
}

/// `A 5 (+1)`.
fn counted(name: &str, now: i64, then: i64, ctx: &Ctx<'_>) -> String {
    let many = ctx.look.formats.number(now);
    match now - then {
        0 => format!("{name} {many}"),
        change => format!("{name} {many} ({change:+})"),
    }
}
