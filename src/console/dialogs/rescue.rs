//! A damaged book: what is wrong, what could be read, which backup there is to go back to, and what can be done.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::placard::{Button, Placard, Pressed};
use super::{Opened, restore};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::Rescued;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::screens::backups;
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::store::LostEntry;

/// The most lines of damage and of losses.
const FEW: usize = 4;
/// The buttons, in their order.
const BUTTONS: [Button; 4] =
    [("Look around", Action::Back), ("Restore", Action::RestoreBackup), ("Export", Action::Export), ("Quit", Action::Quit)];

/// The dialog.
struct Rescue {
    rescued: Rc<Rescued>,
    /// When the newest good backup was made, and why.
    newest: Option<String>,
    placard: Placard,
}

/// Opens the dialog.
///
/// # Errors
/// The book is not damaged.
pub fn open(ctx: &mut Ctx<'_>) -> Opened {
    let Some(rescued) = ctx.desk.rescued.clone() else {
        return Err(Message::new(Tone::Plain, "the book is not damaged"));
    };
    let newest = rescued
        .newest_good
        .as_ref()
        .map(|(backup, _)| format!("{} ({})", backups::moment(backup.at, ctx), backups::why(&backup.why)));
    Ok(Box::new(Rescue { rescued, newest, placard: Placard::new(&BUTTONS, 0) }))
}

impl Rescue {
    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let Rescued { damage, found, lost, newest_good, since } = self.rescued.as_ref();
        let number = |n: i64| look.formats.number(n);
        let mut prose = Prose::new(width);
        prose
            .text(Role::Text, "The file of this book is damaged. It was left as it is, byte for byte; nothing is written to it.");
        prose.heading("What could be read");
        let read: Vec<String> =
            found.iter().filter(|(_, many)| *many > 0).map(|(what, many)| format!("{} {what}", number(*many))).collect();
        prose.text(Role::Text, &if read.is_empty() { "nothing".to_owned() } else { read.join(", ") });
        if !lost.is_empty() {
            prose.heading("What could not");
            list(&mut prose, Role::Warning, lost);
        }
        prose.heading("The newest backup that is whole");
        match (newest_good, &self.newest) {
            (Some((_, holds)), Some(when)) => {
                let until = holds.last_day.map_or_else(String::new, |day| format!(", the last of {}", look.formats.date(day)));
                let holds = format!("{when}: {} clients, {} entries{until}", number(holds.clients), number(holds.entries));
                prose.text(Role::Good, &holds);
                done_since(&mut prose, since, look);
            }
            (_, _) => {
                prose.text(Role::Warning, "There is none. Export what can be read, and keep the file.");
            }
        }
        prose.heading("What is wrong");
        list(&mut prose, Role::Bad, damage);
        prose.lines
    }

    fn answer(&self, action: Action, ctx: &mut Ctx<'_>) -> Step {
        match action {
            Action::RestoreBackup => match &self.rescued.newest_good {
                Some((backup, _)) => Step::Replace(restore::dialog(backup.clone(), ctx)),
                None => Step::Say(Message::new(Tone::Bad, "there is no backup that is whole").hint("X exports what can be read")),
            },
            Action::Export | Action::Quit => Step::Perform(action),
            _ => Step::Close,
        }
    }
}

/// What was done since the backup: going back to it loses that.
fn done_since(prose: &mut Prose, (entries, total): &(Vec<LostEntry>, i64), look: &Look) {
    let said = match *total {
        0 => "Everything that can be read here is in it.".to_owned(),
        1 => "One step that can be read here is not in it:".to_owned(),
        many => format!("{} steps that can be read here are not in it:", look.formats.number(many)),
    };
    prose.text(if *total == 0 { Role::Dim } else { Role::Warning }, &said);
    for entry in entries.iter().take(FEW) {
        let said = format!("{} {}: {}", look.formats.date(entry.day), entry.by, entry.summary);
        prose.hanging(&[(Role::Dim, "- ")], Role::Text, &said);
    }
    let more = total - i64::try_from(entries.len().min(FEW)).unwrap_or(0);
    if more > 0 {
        prose.text(Role::Dim, &format!("and {} more; R shows them before anything is done", look.formats.number(more)));
    }
}

fn list(prose: &mut Prose, role: Role, said: &[String]) {
    for line in said.iter().take(FEW) {
        prose.hanging(&[(Role::Dim, "- ")], role, line);
    }
    if said.len() > FEW {
        prose.text(Role::Dim, &format!("and {} more", said.len() - FEW));
    }
}

impl Layer for Rescue {
    fn scope(&self) -> Scope {
        Scope::Rescue
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        self.placard.view(canvas, area, "This book is damaged", |columns| self.lines(columns, look));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let mut placard = self.placard;
        let pressed = placard.act(&input, ctx.hits, |columns| self.lines(columns, ctx.look));
        self.placard = placard;
        match pressed {
            Pressed::Button(action) => self.answer(action, ctx),
            Pressed::Stay => Step::Stay,
            Pressed::Ignored => Step::Ignored,
        }
    }
}
