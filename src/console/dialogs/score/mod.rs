//! Scoring a client on the factors of a model.

pub mod map;
mod questions;
mod several;
mod shown;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::conflict::{self, Answer, Guard};
use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::ScoreClient;
use crate::domain::model::Model;
use crate::domain::text::Shown;
pub use questions::ScoreSheet;

/// Opens the dialog in a model, the driving one where none is named; several clients get the same scores.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], model: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let asks = |model: &Model| model.dimensions.iter().flat_map(|of| &of.factors).any(|factor| factor.derived.is_none());
    let ground = ctx.store.ground();
    let mut held = ground.model(model).map_err(|error| complaint(&error))?;
    let models: Vec<Arc<Model>> =
        ground.models.iter().filter(|held| asks(&held.model)).map(|held| Arc::clone(&held.model)).collect();
    if !asks(&held) {
        let Some(other) = models.first() else {
            let why = "this model asks for no scores: its factors are derived from the client's facts";
            return Err(Message::new(Tone::Plain, why));
        };
        held = Arc::clone(other);
    }
    Ok(Box::new(ScoreDialog::new(clients.to_vec(), held, models, ctx)?))
}

/// The sheets of clients in a model.
fn sheets(clients: &[ClientId], model: &Arc<Model>, ctx: &Ctx<'_>) -> Result<Vec<ScoreSheet>, Message> {
    let mut sheets = Vec::with_capacity(clients.len());
    for client in clients {
        let page = ctx.store.page_in(Some(&model.key), *client, ctx.stamp.today).map_err(|error| complaint(&error))?;
        if let Some(since) = page.client.archived_on {
            let said = format!("{} is archived since {since}", page.client.name);
            return Err(Message::new(Tone::Plain, &said).hint("restore it first"));
        }
        sheets.push(ScoreSheet::new(&page, Arc::clone(model)));
    }
    if let ([client], Some(sheet)) = (clients, sheets.pop_if(|_| clients.len() == 1)) {
        let past = ctx.store.scores_of(*client, &model.key).map_err(|error| complaint(&error))?;
        sheets.push(sheet.with_past(past));
    }
    Ok(sheets)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Model,
    Dimension(usize),
    Derived(usize),
    Factor(usize),
    About(usize),
}

/// The dialog that scores a client, or all marked ones alike.
struct ScoreDialog {
    clients: Vec<ClientId>,
    /// The models of the book that ask for something; the choice among them stands on top where there are several.
    models: Vec<Arc<Model>>,
    /// The sheet the form is of; where there are several clients, one without values: what is not chosen stays as it is.
    sheet: ScoreSheet,
    /// The sheets of several clients; empty where there is one.
    several: Vec<ScoreSheet>,
    form: Form<Of>,
    /// What was typed in models that were left, by their keys.
    kept: BTreeMap<String, Vec<(String, u8)>>,
    guard: Guard,
    today: chrono::NaiveDate,
    said: Option<Message>,
    warned: bool,
    title: Shown,
}

impl ScoreDialog {
    fn new(clients: Vec<ClientId>, model: Arc<Model>, models: Vec<Arc<Model>>, ctx: &Ctx<'_>) -> Result<Self, Message> {
        let (sheet, several) = Self::read(&clients, &model, ctx)?;
        let mut dialog = Self {
            guard: Guard::new(&clients, ctx),
            clients,
            models,
            sheet,
            several,
            form: Form::new(),
            kept: BTreeMap::new(),
            today: ctx.stamp.today,
            said: None,
            warned: false,
            title: Shown::default(),
        };
        dialog.lay_out(ctx);
        dialog.form.focus(Of::Factor(0));
        Ok(dialog)
    }

    fn read(clients: &[ClientId], model: &Arc<Model>, ctx: &Ctx<'_>) -> Result<(ScoreSheet, Vec<ScoreSheet>), Message> {
        let mut sheets = sheets(clients, model, ctx)?;
        let Some(first) = sheets.first() else { return Err(Message::new(Tone::Plain, "no client is selected")) };
        Ok(if sheets.len() == 1 { (sheets.remove(0), Vec::new()) } else { (first.blank(), sheets) })
    }

    /// Makes the form of the sheet, with what was typed in this model before.
    fn lay_out(&mut self, ctx: &Ctx<'_>) {
        let mut form = Form::new();
        if self.models.len() > 1 {
            let names = self.models.iter().map(|model| Shown::line(&model.name)).collect();
            let at = self.models.iter().position(|model| model.key == self.sheet.model.key).unwrap_or(0);
            form = form.choice(Of::Model, "Model", names, at);
        }
        for dimension in 0..self.sheet.model.dimensions.len() {
            form = form.lines(Of::Dimension(dimension), "", Vec::new());
            for (at, _) in self.sheet.factors.iter().enumerate().filter(|(_, asked)| asked.dimension == dimension) {
                form = self.sheet.question(at, form, Of::Factor);
                if !self.several.is_empty() {
                    form = form.unscored(&several::spread(&self.several, at));
                }
                form = form.lines(Of::About(at), "", Vec::new());
                form.set_lines(Of::About(at), self.sheet.about(at, ctx.look));
            }
            form = form.lines(Of::Derived(dimension), "", Vec::new());
            form.set_lines(Of::Derived(dimension), self.sheet.derived(dimension, ctx.look));
        }
        for (factor, value) in self.kept.remove(&self.sheet.model.key).unwrap_or_default() {
            let at = (0..self.sheet.factors.len()).find(|at| self.sheet.factor(*at).is_some_and(|asked| asked.key == factor));
            if let Some(at) = at {
                form.take(Of::Factor(at), value);
            }
        }
        let title = match self.several.len() {
            0 => format!("Score {}", self.sheet.client.name),
            many => format!("Score {} alike", sheet::counted(ctx.look, many, "client")),
        };
        self.title = Shown::line(&(title + &sheet::within(&self.sheet.model, ctx)));
        self.form = form;
        self.show(ctx.look);
    }

    fn changed(&self) -> Vec<(String, u8)> {
        self.sheet.changed(&self.form, Of::Factor)
    }

    fn show(&mut self, look: &Look) {
        let (_, values) = self.sheet.proposal(&self.changed(), self.today);
        for (at, dimension) in self.sheet.model.dimensions.iter().enumerate() {
            let heading = if self.several.is_empty() {
                self.sheet.heading(look, dimension, &values)
            } else {
                vec![line(Role::Title, &format!("{}: what you leave stays as it is", dimension.name))]
            };
            self.form.set_lines(Of::Dimension(at), heading);
        }
    }

    /// Goes to another model; what was typed in this one is kept.
    fn turn_to(&mut self, model: &Arc<Model>, ctx: &Ctx<'_>) {
        let typed = self.changed();
        if !typed.is_empty() {
            self.kept.insert(self.sheet.model.key.clone(), typed);
        }
        match Self::read(&self.clients, model, ctx) {
            Ok((sheet, several)) => (self.sheet, self.several) = (sheet, several),
            Err(why) => self.said = Some(why),
        }
        self.lay_out(ctx);
    }

    /// The names of the models in which something was typed that is not saved, this one not among them.
    fn unsaved(&self) -> Vec<&str> {
        self.models.iter().filter(|model| self.kept.contains_key(&model.key)).map(|model| model.name.as_str()).collect()
    }

    /// Puts mine and theirs side by side, where somebody else changed one of the clients since I began.
    fn meets(&mut self, ctx: &mut Ctx<'_>) -> Option<Step> {
        let news = self.guard.news(ctx)?;
        let differs = if self.several.is_empty() { conflict::scores(&self.sheet, &self.changed(), ctx) } else { Vec::new() };
        Some(news.against(differs))
    }

    /// Theirs stand: the sheet is read anew, and what I answered where they did is dropped.
    fn take_theirs(&mut self, ctx: &mut Ctx<'_>) -> Step {
        let typed = self.changed();
        let model = Arc::clone(&self.sheet.model);
        let clash: Vec<String> = conflict::scores(&self.sheet, &typed, ctx)
            .into_iter()
            .filter(|row| row.was != row.theirs)
            .map(|row| row.what)
            .collect();
        let Ok((sheet, several)) = Self::read(&self.clients, &model, ctx) else { return Step::Close };
        (self.sheet, self.several) = (sheet, several);
        let mine: Vec<(String, u8)> = typed.into_iter().filter(|(factor, _)| !clash.contains(factor)).collect();
        if mine.is_empty() || !self.several.is_empty() {
            return Step::Close;
        }
        self.kept.insert(model.key.clone(), mine);
        self.lay_out(ctx);
        self.said = Some(Message::new(Tone::Plain, "theirs stand").hint("the rest of yours waits: Ctrl-s saves it"));
        Step::Stay
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        let values = self.changed();
        if !values.is_empty()
            && let Some(step) = self.meets(ctx)
        {
            return step;
        }
        if values.is_empty() {
            let hint = match self.unsaved().first() {
                Some(model) => format!("what was typed in {model} is not saved: choose that model"),
                None => "1 to 5 chooses, Esc leaves".to_owned(),
            };
            self.said = Some(Message::new(Tone::Plain, "no score was changed").hint(&hint));
            return Step::Stay;
        }
        let model = Some(self.sheet.model.key.clone());
        Step::Commit(Box::new(Command::Score(ScoreClient { clients: self.clients.clone(), model, values })))
    }

    fn leave(&mut self) -> Step {
        if self.warned || self.changed().is_empty() && self.kept.is_empty() {
            return Step::Close;
        }
        self.warned = true;
        let of = match self.unsaved().as_slice() {
            [] => String::new(),
            models => format!(" ({} too)", models.join(", ")),
        };
        let said = format!("these scores are not saved{}", if self.changed().is_empty() { of.replace(" too", "") } else { of });
        self.said = Some(Message::new(Tone::Plain, &said).hint("Ctrl-s saves them, Esc again drops them"));
        Step::Stay
    }
}

impl Layer for ScoreDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            self.said = None;
            return match answer {
                Answer::Mine => self.save(ctx),
                Answer::Theirs => self.take_theirs(ctx),
            };
        }
        let step = self.form.act(&input, ctx.hits);
        if step != FormStep::Cancel {
            self.warned = false;
        }
        match step {
            FormStep::Changed(Of::Model) => {
                self.said = None;
                if let Some(model) = self.models.get(self.form.chosen(Of::Model)).cloned() {
                    self.turn_to(&model, ctx);
                    self.form.focus(Of::Model);
                }
            }
            FormStep::Changed(_) => {
                self.said = None;
                self.show(ctx.look);
            }
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return self.leave(),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) => {
                let Some(next) = self.models.iter().find(|model| self.kept.contains_key(&model.key)).cloned() else {
                    return Step::Close;
                };
                let said = format!("saved in {}", self.sheet.model.name);
                self.guard = Guard::new(&self.clients, ctx);
                if let Ok((sheet, several)) = Self::read(&self.clients, &next, ctx) {
                    (self.sheet, self.several) = (sheet, several);
                    self.lay_out(ctx);
                    self.form.focus(Of::Factor(0));
                    let hint = format!("what was typed in {} waits: Ctrl-s saves it", next.name);
                    self.said = Some(Message::new(Tone::Plain, &said).hint(&hint));
                    return Step::Stay;
                }
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.today = ctx.stamp.today;
        self.show(ctx.look);
    }
}
