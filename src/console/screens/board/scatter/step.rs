//! Going about on the scatter: to the nearest point on a side, through a crowded place, by urgency.

use super::super::grid::Toward;
use super::mark::Mark;
use super::{Scatter, read};
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::console::verbs;
use crate::domain::client::ClientId;

/// Clients read at a time when all of a place are marked.
const PAGE: usize = 1_000;
/// Members passed at once.
const FAR: isize = 8;

impl Scatter {
    /// What an action means here; none where it is the board's.
    pub(super) fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>) -> Option<Step> {
        // Several keys may come between two frames: each goes on from where the one before led.
        if self.known != self.selected {
            self.read_selected(ctx);
        }
        let listed = self.crowd.is_some();
        match action {
            Action::Back if listed => self.crowd = None,
            Action::Up if listed => self.step_member(-1, ctx),
            Action::Down if listed => self.step_member(1, ctx),
            Action::PageUp if listed => (0..FAR).for_each(|_| self.step_member(-1, ctx)),
            Action::PageDown if listed => (0..FAR).for_each(|_| self.step_member(1, ctx)),
            Action::Up => self.toward(Toward::Up),
            Action::Down => self.toward(Toward::Down),
            Action::Left => self.toward(Toward::Left),
            Action::Right => self.toward(Toward::Right),
            Action::First => self.go(|marks| marks.min_by_key(|mark| &mark.first.key)),
            Action::Last => self.go(|marks| marks.max_by_key(|mark| &mark.first.key)),
            Action::PageUp | Action::PageDown => {}
            Action::NextPart => self.cycle(1, ctx),
            Action::PreviousPart => self.cycle(-1, ctx),
            Action::SwapAxes => {
                self.axes = self.axes.turned();
                self.subject = None;
                self.crowd = None;
                self.stale = true;
            }
            Action::MarkAll => return Some(self.mark_all(ctx)),
            Action::Sort => return Some(say("the points stand where their scores are", "Tab goes by urgency")),
            Action::Zoom => return Some(say("the scatter shows the whole book", "v goes back to the segments, / filters")),
            Action::MoveLeft | Action::MoveRight | Action::MoveUp | Action::MoveDown => {
                return Some(say(
                    "segments lie side by side on the other view",
                    "m moves the selected client, v shows the segments",
                ));
            }
            other => return verbs::step(other, self.selected, ctx),
        }
        Some(Step::Stay)
    }

    /// Selects the nearest point on a side, aside no more than twice as far as along: what is aside counts three times.
    fn toward(&mut self, toward: Toward) {
        self.crowd = None;
        let Some(from) = self.mark().map(|mark| mark.at) else {
            return self.go(|marks| marks.min_by_key(|mark| &mark.first.key));
        };
        let far = |mark: &&Mark| {
            // A row is about as high as two columns are wide.
            let across = i32::from(mark.at.0) - i32::from(from.0);
            let down = 2 * (i32::from(mark.at.1) - i32::from(from.1));
            let (along, aside) = match toward {
                Toward::Left => (-across, down),
                Toward::Right => (across, down),
                Toward::Up => (-down, across),
                Toward::Down => (down, across),
            };
            (along > 0 && aside.abs() <= 2 * along).then_some(along + 3 * aside.abs())
        };
        let near = self.marks.iter().filter_map(|mark| Some((far(&mark)?, mark)));
        let nearest = near.min_by_key(|(far, mark)| (*far, mark.at)).map(|(_, mark)| mark.first.client);
        self.selected = nearest.or(self.selected);
    }

    /// Selects a point chosen among all.
    fn go<'m>(&'m mut self, choose: impl FnOnce(std::slice::Iter<'m, Mark>) -> Option<&'m Mark>) {
        let chosen = choose(self.marks.iter()).map(|mark| mark.first.client);
        self.crowd = None;
        self.selected = chosen.or(self.selected);
    }

    /// The next client of a crowded place, whose list comes up; else the point that comes next by urgency.
    fn cycle(&mut self, by: isize, ctx: &mut Ctx<'_>) {
        if self.crowd.is_some() || self.open_crowd(ctx) {
            return self.step_member(by, ctx);
        }
        let mut marks: Vec<&Mark> = self.marks.iter().collect();
        marks.sort_unstable_by_key(|mark| &mark.first.key);
        let own = self.mark().map(|mark| mark.first.client);
        let at = marks.iter().position(|mark| Some(mark.first.client) == own);
        let last = marks.len().saturating_sub(1);
        let to = match (at, by) {
            (None, _) => 0,
            (Some(at), 1..) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), _) => at.checked_sub(1).unwrap_or(last),
        };
        self.selected = marks.get(to).map(|mark| mark.first.client).or(self.selected);
    }

    /// Marks all clients of the place; where all are marked, clears all marks.
    fn mark_all(&self, ctx: &mut Ctx<'_>) -> Step {
        let (Some(mark), Some(plot)) = (self.mark(), &self.plot) else {
            return say("there is nothing to mark here", "h j k l go to a point");
        };
        let before = ctx.desk.marked.len();
        let mut from = None;
        loop {
            let page = read(ctx, |book, today| book.scatter_members(plot, mark.cell, from.as_ref(), PAGE, today));
            ctx.desk.marked.extend(page.iter().map(|point| point.client));
            match page.last() {
                Some(last) if page.len() == PAGE => from = Some(last.key.clone()),
                Some(_) | None => break,
            }
        }
        if ctx.desk.marked.len() == before {
            ctx.desk.marked.clear();
            return Step::Say(Message::new(Tone::Plain, "the marks are cleared"));
        }
        let all = ctx.look.formats.number(i64::try_from(ctx.desk.marked.len()).unwrap_or(i64::MAX));
        let said = if all == "1" { "1 client is marked".to_owned() } else { format!("{all} clients are marked") };
        say(&said, "the same again clears the marks")
    }

    /// Selects a client; the list of its place stays closed.
    pub(super) fn select(&mut self, client: ClientId) {
        self.crowd = None;
        self.selected = Some(client);
    }
}

fn say(said: &str, hint: &str) -> Step {
    Step::Say(Message::new(Tone::Plain, said).hint(hint))
}
