//! Going back to a backup: what would be lost, by whom, in words; and a word to be typed before it is done.

use ratatui::layout::Rect;

use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::keys::Scope;
use crate::console::layer::{Ctx, Input, Layer, Message, Outcome, Step, Task, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::screens::backups;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::{BackupFile, Difference};

/// What is typed to go back.
const WORD: &str = "restore";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Holds,
    Now,
    Lost,
    Word,
}

/// The dialog.
struct Restore {
    backup: BackupFile,
    form: Form<Of>,
    found: Option<Result<Box<Difference>, String>>,
    /// Whether it is being done.
    going: bool,
    said: Option<Message>,
    title: Shown,
}

/// The dialog of a backup.
#[must_use]
pub fn dialog(backup: BackupFile, ctx: &Ctx<'_>) -> Box<dyn Layer> {
    let title = format!("Backup of {} ({})", backups::moment(backup.at, ctx), backups::why(&backup.why));
    let looking = vec![line(Role::Dim, "comparing …")];
    let mut form = Form::new()
        .lines(Of::Holds, "It holds", looking)
        .lines(Of::Now, "The book now", Vec::new())
        .lines(Of::Lost, "Would be lost", Vec::new())
        .text(Of::Word, "Type restore", "");
    form.focus(Of::Word);
    Box::new(Restore { backup, form, found: None, going: false, said: None, title: Shown::line(&title) })
}

impl Restore {
    fn show(&mut self, look: &Look) {
        let Some(found) = &self.found else { return };
        let number = |n: i64| look.formats.number(n);
        let count = |n: i64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{} {one}s", number(n)) };
        let (holds, now, lost) = match found {
            Err(why) => (vec![line(Role::Bad, why)], Vec::new(), Vec::new()),
            Ok(found) => {
                let mut holds = vec![line(Role::Text, &held(found.after.clients, found.after.entries, look))];
                holds.extend(found.after.problems.iter().take(3).map(|why| line(Role::Bad, why)));
                if !found.same_book {
                    holds.push(line(Role::Warning, "it is of another book: nothing of this one would be left"));
                }
                let now = match &found.before {
                    Some(before) => vec![line(Role::Text, &held(before.clients, before.entries, look))],
                    None => vec![line(Role::Bad, "it cannot be read whole")],
                };
                let mut lost: Vec<(Role, Shown)> = Vec::new();
                if found.lost_entries == 0 && found.before.is_some() {
                    lost.push(line(Role::Good, "nothing"));
                } else if found.before.is_none() && found.lost.is_empty() {
                    lost.push(line(Role::Warning, "what was done since, as far as it cannot be read any more"));
                } else {
                    lost.push(line(Role::Warning, &count(found.lost_entries, "step")));
                }
                let step = |entry: &crate::store::LostEntry| {
                    line(Role::Text, &format!("{} {}: {}", look.formats.date(entry.day), entry.by, entry.summary))
                };
                lost.extend(found.lost.iter().map(step));
                let more = found.lost_entries - i64::try_from(found.lost.len()).unwrap_or(0);
                lost.extend((more > 0).then(|| line(Role::Dim, &format!("and {} more", number(more)))));
                if found.gained_entries > 0 {
                    lost.push(line(Role::Dim, &format!("it has {} the book has not", count(found.gained_entries, "step"))));
                }
                (holds, now, lost)
            }
        };
        for (of, lines) in [(Of::Holds, holds), (Of::Now, now), (Of::Lost, lost)] {
            self.form.set_lines(of, lines);
        }
    }

    fn save(&mut self) -> Step {
        match &self.found {
            None => self.say("it is still being compared"),
            Some(Err(_)) => self.say("what cannot be read cannot be gone back to"),
            Some(Ok(found)) if !found.after.is_whole() => self.say("it is damaged itself: choose another backup"),
            Some(Ok(_)) if self.going => Step::Stay,
            Some(Ok(_)) if self.form.value(Of::Word).trim() != WORD => {
                self.form.wrong(Of::Word, "type the word restore to go back; the book as it is now is kept");
                Step::Stay
            }
            Some(Ok(_)) => {
                self.going = true;
                self.said = Some(Message::new(Tone::Plain, "the book as it is now is kept, then the backup takes its place …"));
                Step::Work(Task::Restore(self.backup.path.clone()))
            }
        }
    }

    fn say(&mut self, why: &str) -> Step {
        self.said = Some(Message::new(Tone::Bad, why).hint("Esc leaves"));
        Step::Stay
    }
}

fn held(clients: i64, entries: i64, look: &Look) -> String {
    let number = |n: i64| look.formats.number(n);
    format!("{} clients, {} entries", number(clients), number(entries))
}

impl Layer for Restore {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Restore", self.said.as_ref());
    }

    fn opened(&mut self, _ctx: &mut Ctx<'_>) -> Step {
        Step::Work(Task::Compare(self.backup.path.clone()))
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.form.act(&input, ctx.hits) {
            FormStep::Save => return self.save(),
            FormStep::Cancel if self.going => {}
            FormStep::Cancel => return Step::Close,
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => {}
        }
        Step::Stay
    }

    fn compared(&mut self, found: Result<Box<Difference>, String>, ctx: &mut Ctx<'_>) {
        self.found = Some(found);
        self.show(ctx.look);
    }

    fn committed(&mut self, outcome: &Outcome, _ctx: &mut Ctx<'_>) -> Step {
        self.going = false;
        match outcome {
            Outcome::Saved(_) => Step::Close,
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }
}
