//! The stack of layers: leads events to the uppermost, carries out its steps, and draws what can be seen.

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::canvas::{Canvas, Look, row_of, skip_rows};
use super::dialogs::load::{Found, Offers};
use super::event::Event;
use super::hits::{Hits, Pointer, Spot, Touch};
use super::keys::{Action, Keymap, Scope, Situation};
use super::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use super::parts::chrome::{self, Header};
use super::parts::help::Help;
use super::parts::palette::Palette;
use super::sight::Past;
use super::theme::Role;
use super::work::Task;
use crate::domain::text::Shown;
use crate::store::{Difference, Examined, FiguresOf, Progress, Shifts, StoreError, WeekShift};

/// What is left for the application to do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Write this, then call [`Stack::committed`].
    Commit(Box<Command>),
    /// Do this on a thread of its own for the layer of that number; then call [`Stack::foreseen`] or [`Stack::committed`].
    Work(u64, Task),
    /// The layer of that number wants no more of its work.
    Leave(u64),
    /// A command no layer took: screens, undo, redo, history, presenter, model.
    Do(Action),
    /// Ends the program.
    Quit,
    /// Puts the program aside.
    Suspend,
    /// Paints the whole screen again.
    Redraw,
}

struct Slot {
    serial: u64,
    layer: Box<dyn Layer>,
    /// Whether the book may have changed since the layer read it: while it is hidden it reads nothing.
    stale: bool,
}

impl Slot {
    fn new(serial: u64, layer: Box<dyn Layer>) -> Self {
        Self { serial, layer, stale: false }
    }
}

/// The layers, the uppermost last. There is always one.
pub struct Stack {
    slots: Vec<Slot>,
    serial: u64,
    waiting: Option<u64>,
    pointer: Pointer,
    message: Option<Message>,
    banner: Option<Shown>,
}

impl Stack {
    /// A stack with its main screen.
    #[must_use]
    pub fn new(root: Box<dyn Layer>) -> Self {
        let slots = vec![Slot::new(0, root)];
        Self { slots, serial: 0, waiting: None, pointer: Pointer::default(), message: None, banner: None }
    }

    /// Shows another main screen; everything above goes. The answer is the one before, to come back to.
    pub fn show(&mut self, root: Box<dyn Layer>) -> Box<dyn Layer> {
        self.serial += 1;
        self.pointer.forget();
        let before = self.slots.drain(..).next().expect("there is always one layer");
        self.slots.push(Slot::new(self.serial, root));
        before.layer
    }

    /// Puts a layer on top.
    pub fn push(&mut self, layer: Box<dyn Layer>) {
        self.serial += 1;
        self.pointer.forget();
        self.slots.push(Slot::new(self.serial, layer));
    }

    /// How many layers there are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.slots.len()
    }

    /// The scope of the uppermost layer.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.top().scope()
    }

    /// Says something on the message line, until the next key or click.
    pub fn say(&mut self, message: Message) {
        self.message = Some(message);
    }

    /// What the message line says.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    pub(super) fn top(&self) -> &dyn Layer {
        self.slots.last().expect("there is always one layer").layer.as_ref()
    }

    /// Leads an event to the uppermost layer. Pasted text reaches fields only.
    pub fn event(&mut self, event: Event, ctx: &mut Ctx<'_>) -> Vec<Effect> {
        self.catch_up(ctx);
        let mut effects = Vec::new();
        match event {
            Event::Key(key) => {
                self.message = None;
                match ctx.keymap.action(key, self.scope()) {
                    Some(action) => self.perform(action, ctx, &mut effects),
                    None => self.input(Input::Key(key), ctx, &mut effects),
                }
            }
            Event::Paste(text) => self.input(Input::Paste(text), ctx, &mut effects),
            Event::Mouse(mouse, now) => {
                if let Some(touch) = self.pointer.feed(mouse, now, ctx.hits) {
                    self.touch(touch, ctx, &mut effects);
                }
            }
            Event::Focus(false) => self.pointer.forget(),
            Event::Focus(true) | Event::Resize(..) | Event::BookTouched | Event::Work => {}
            Event::Signal(_) | Event::HungUp | Event::WorkerFailed(_) => {}
        }
        effects
    }

    fn touch(&mut self, touch: Touch, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        match touch {
            Touch::Click { spot: Spot::Act(action), .. } | Touch::Double { spot: Spot::Act(action) } => {
                self.message = None;
                self.perform(action, ctx, effects);
            }
            Touch::Click { .. }
            | Touch::Double { .. }
            | Touch::Menu { .. }
            | Touch::Wheel { .. }
            | Touch::Drag { .. }
            | Touch::Drop { .. } => self.input(Input::Touch(touch), ctx, effects),
        }
    }

    /// Performs a command on the uppermost layer, or says why it is off.
    pub fn perform(&mut self, action: Action, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        if let Some(why) = action.off(&self.top().situation()) {
            self.say(Message::new(Tone::Plain, &format!("{}: {why}", action.command().name)));
            return;
        }
        self.input(Input::Act(action), ctx, effects);
    }

    fn input(&mut self, input: Input, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        let action = if let Input::Act(action) = input { Some(action) } else { None };
        let slot = self.slots.last_mut().expect("there is always one layer");
        let (serial, step) = (slot.serial, slot.layer.act(input, ctx));
        match (step, action) {
            (Step::Ignored, Some(action)) => self.generally(action, ctx, effects),
            (step, _) => self.carry_out(step, serial, ctx, effects),
        }
    }

    /// What a command means where the layer has no meaning of its own for it.
    fn generally(&mut self, action: Action, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        let top = self.top();
        match action {
            Action::Help => {
                let help = Help::new(ctx.keymap, top.scope(), &top.situation());
                self.push(Box::new(help));
            }
            Action::Palette => {
                let palette = Palette::new(ctx.keymap, top.scope(), top.situation());
                self.push(Box::new(palette));
            }
            Action::Back | Action::Quit if self.slots.len() > 1 => {
                self.slots.pop();
                self.pointer.forget();
                self.uncovered(ctx);
            }
            Action::Quit => effects.push(Effect::Quit),
            Action::Suspend => effects.push(Effect::Suspend),
            Action::Redraw => effects.push(Effect::Redraw),
            other => effects.push(Effect::Do(other)),
        }
    }

    fn carry_out(&mut self, step: Step, serial: u64, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        match step {
            Step::Stay | Step::Ignored => {}
            Step::Push(layer) => {
                self.push(layer);
                self.opened(self.serial, ctx, effects);
            }
            Step::Replace(layer) => {
                self.serial += 1;
                self.pointer.forget();
                let serial_now = self.serial;
                if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
                    *slot = Slot::new(serial_now, layer);
                }
                self.opened(serial_now, ctx, effects);
            }
            Step::Close => {
                self.close(serial);
                self.uncovered(ctx);
            }
            Step::Perform(action) => {
                self.close(serial);
                self.uncovered(ctx);
                self.perform(action, ctx, effects);
            }
            Step::Commit(_) if self.waiting.is_some() => self.still_saving(),
            Step::Work(task) if task.writes() && self.waiting.is_some() => self.still_saving(),
            Step::Commit(command) => {
                self.waiting = Some(serial);
                effects.push(Effect::Commit(command));
            }
            Step::Work(task) => {
                if task.writes() {
                    self.waiting = Some(serial);
                }
                effects.push(Effect::Work(serial, task));
            }
            Step::Leave => effects.push(Effect::Leave(serial)),
            Step::Say(message) => self.say(message),
            Step::All(steps) => steps.into_iter().for_each(|step| self.carry_out(step, serial, ctx, effects)),
        }
    }

    /// A layer that was put on top does what it wants to do at once.
    fn opened(&mut self, serial: u64, ctx: &mut Ctx<'_>, effects: &mut Vec<Effect>) {
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) else { return };
        let step = slot.layer.opened(ctx);
        self.carry_out(step, serial, ctx, effects);
    }

    fn still_saving(&mut self) {
        self.say(Message::new(Tone::Plain, "the change before is still being saved"));
    }

    /// Takes a layer away; the last one stays.
    fn close(&mut self, serial: u64) {
        self.pointer.forget();
        if self.slots.len() > 1 {
            self.slots.retain(|slot| slot.serial != serial);
        }
    }

    /// What lies on top now follows the layer that was above it: a key may come before the next frame is drawn.
    fn uncovered(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(slot) = self.slots.last_mut() {
            slot.layer.settle(ctx);
        }
    }

    /// Tells the layer that asked for it how its commit ended, and says it on the message line.
    pub fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.say(outcome.message().clone());
        let Some(serial) = self.waiting.take() else { return effects };
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            let step = slot.layer.committed(outcome, ctx);
            self.carry_out(step, serial, ctx, &mut effects);
        }
        effects
    }

    /// Whether the layer of a number is still there.
    #[must_use]
    pub fn has(&self, serial: u64) -> bool {
        self.slots.iter().any(|slot| slot.serial == serial)
    }

    /// Tells the layer of a number how far its work has come.
    pub fn told(&mut self, serial: u64, progress: Option<Progress>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            slot.layer.told(progress);
        }
    }

    /// Gives the layer of a number what it wanted to foresee.
    pub fn foreseen(&mut self, serial: u64, found: Result<Box<Shifts>, StoreError>, ctx: &mut Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            let step = slot.layer.foreseen(found, ctx);
            self.carry_out(step, serial, ctx, &mut effects);
        }
        effects
    }

    /// Gives the layer of a number the book of the past it wanted to see.
    pub fn recalled(&mut self, serial: u64, found: Result<Past, StoreError>, ctx: &mut Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            let step = slot.layer.recalled(found, ctx);
            self.carry_out(step, serial, ctx, &mut effects);
        }
        effects
    }

    /// Gives the layer of a number what it wanted to have counted.
    pub fn counted(
        &mut self,
        serial: u64,
        found: Result<Box<(FiguresOf, FiguresOf)>, StoreError>,
        ctx: &mut Ctx<'_>,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            let step = slot.layer.counted(found, ctx);
            self.carry_out(step, serial, ctx, &mut effects);
        }
        effects
    }

    /// Gives the layer of a number what the file is that it wanted to have looked at.
    pub fn looked(&mut self, serial: u64, found: Box<Found>, ctx: &mut Ctx<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            let step = slot.layer.looked(found, ctx);
            self.carry_out(step, serial, ctx, &mut effects);
        }
        effects
    }

    /// Gives the layer of a number what may come after an import.
    pub fn offered(&mut self, serial: u64, found: Result<Offers, StoreError>, ctx: &mut Ctx<'_>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            slot.layer.offered(found, ctx);
        }
    }

    /// Gives the layer of a number the weeks that overflow.
    pub fn overflowing(&mut self, serial: u64, found: Result<Vec<WeekShift>, StoreError>, ctx: &mut Ctx<'_>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            slot.layer.overflowing(found, ctx);
        }
    }

    /// Gives the layer of a number what a backup holds.
    pub fn examined(&mut self, serial: u64, file: &Path, found: Result<Examined, String>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            slot.layer.examined(file, found);
        }
    }

    /// Gives the layer of a number what going back to a backup would change.
    pub fn compared(&mut self, serial: u64, found: Result<Box<Difference>, String>, ctx: &mut Ctx<'_>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.serial == serial) {
            slot.layer.compared(found, ctx);
        }
    }

    /// What stands below the header of every screen, if anything.
    pub fn set_banner(&mut self, banner: Option<Shown>) {
        self.banner = banner;
    }

    /// What a layer wants looked at again, with the number of the layer.
    pub fn wanted(&mut self) -> Option<(u64, Task)> {
        self.slots.iter_mut().find_map(|slot| Some((slot.serial, slot.layer.wanted()?)))
    }

    /// Lets every layer read again what it shows; those that are hidden once they can be seen.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.slots.iter_mut().for_each(|slot| slot.stale = true);
        self.catch_up(ctx);
    }

    /// The place of the lowest layer that can be seen.
    fn lowest(&self) -> usize {
        self.slots.iter().rposition(|slot| slot.layer.covers()).unwrap_or(0)
    }

    /// Lets layers read what they did not while they were hidden.
    fn catch_up(&mut self, ctx: &mut Ctx<'_>) {
        let lowest = self.lowest();
        for slot in &mut self.slots[lowest..] {
            if std::mem::take(&mut slot.stale) {
                slot.layer.refresh(ctx);
            }
        }
    }

    /// Tells the layers that can be seen that a frame is about to be drawn.
    pub fn settle(&mut self, ctx: &mut Ctx<'_>) {
        self.catch_up(ctx);
        let lowest = self.lowest();
        self.slots[lowest..].iter_mut().for_each(|slot| slot.layer.settle(ctx));
    }

    /// What the commands of the uppermost layer depend on.
    #[must_use]
    pub fn situation(&self) -> Situation {
        self.top().situation()
    }

    /// Draws the frame: header, layers, message line, footer. The answer is where the cursor stands.
    pub fn draw(&self, buffer: &mut Buffer, hits: &mut Hits, look: &Look, keymap: &Keymap, header: &Header) -> Option<Position> {
        hits.clear();
        let mut canvas = Canvas::new(buffer, hits, look);
        let all = canvas.area();
        if chrome::too_small(&mut canvas) {
            return None;
        }
        chrome::header(&mut canvas, row_of(all, 0), header);
        let mut body = chrome::body(all);
        if let Some(banner) = &self.banner {
            let row = row_of(body, 0);
            canvas.tint(row, Role::Bad);
            canvas.text(row, Role::Bad, banner);
            body = skip_rows(body, 1);
        }
        let lowest = self.lowest();
        for (at, slot) in self.slots.iter().enumerate().skip(lowest) {
            if at > lowest {
                canvas.cover();
            }
            slot.layer.view(&mut canvas, body);
        }
        chrome::message(&mut canvas, row_of(all, all.height.saturating_sub(2)), self.message.as_ref());
        let top = self.top();
        let mut now = top.situation();
        // The footer says what the button says.
        now.save = canvas.saves().or(now.save);
        chrome::footer(&mut canvas, row_of(all, all.height.saturating_sub(1)), keymap, top.scope(), &now);
        canvas.cursor()
    }
}
