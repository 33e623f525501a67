//! A damaged book: what is wrong, what could be read, which backup there is to go back to, and what can be done.

use std::rc::Rc;

use ratatui::layout::Rect;

use super::{Opened, restore, sheet};
use crate::console::canvas::{Canvas, Look, row_of, skip_columns};
use crate::console::desk::Rescued;
use crate::console::hits::Spot;
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::popup;
use crate::console::screens::backups;
use crate::console::screens::prose::{self, Line, Prose};
use crate::console::theme::Role;

/// The most lines of damage and of losses.
const FEW: usize = 4;
/// The buttons, in their order.
const BUTTONS: [(&str, Action); 4] =
    [("Look around", Action::Back), ("Restore", Action::RestoreBackup), ("Export", Action::Export), ("Quit", Action::Quit)];

/// The dialog.
struct Rescue {
    rescued: Rc<Rescued>,
    /// When the newest good backup was made, and why.
    newest: Option<String>,
    button: usize,
    top: usize,
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
    Ok(Box::new(Rescue { rescued, newest, button: 0, top: 0 }))
}

impl Rescue {
    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let Rescued { damage, found, lost, newest_good } = self.rescued.as_ref();
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
                prose.text(Role::Good, &holds).text(Role::Dim, "R shows what going back to it would lose, before it is done.");
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
        let columns = sheet::columns(area);
        let lines = self.lines(columns, canvas.look);
        let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let inner = popup::centred(canvas, area, "This book is damaged", columns, rows);
        let text = Rect { height: inner.height.saturating_sub(2), ..inner };
        canvas.spot(text, Spot::Zone(u16::MAX));
        prose::view(canvas, text, &lines, self.top, None);
        let mut rest = row_of(inner, inner.height.saturating_sub(1));
        for (at, (name, action)) in BUTTONS.iter().enumerate() {
            let here = at == self.button;
            let role = if here { Role::ButtonFocus } else { Role::Button };
            let taken = canvas.text(rest, role, if here { format!("> {name} <") } else { format!("[ {name} ]") });
            canvas.spot(Rect { width: taken, ..rest }, Spot::Act(*action));
            rest = skip_columns(rest, taken + 1);
        }
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let by = match input {
            Input::Act(action @ (Action::RestoreBackup | Action::Export | Action::Quit | Action::Back)) => {
                return self.answer(action, ctx);
            }
            Input::Act(Action::Open) => return self.answer(BUTTONS[self.button].1, ctx),
            Input::Act(Action::Left) => {
                self.button = self.button.saturating_sub(1);
                return Step::Stay;
            }
            Input::Act(Action::Right) => {
                self.button = (self.button + 1).min(BUTTONS.len() - 1);
                return Step::Stay;
            }
            Input::Act(Action::Up) => -1,
            Input::Act(Action::Down) => 1,
            Input::Act(_) => return Step::Ignored,
            Input::Key(_) | Input::Paste(_) | Input::Touch(_) => return Step::Stay,
        };
        let shown = ctx.hits.area_of(Spot::Zone(u16::MAX));
        self.top = prose::scrolled(self.top, by, self.lines(shown.width, ctx.look).len(), shown.height);
        Step::Stay
    }
}
