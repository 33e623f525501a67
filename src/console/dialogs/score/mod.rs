//! Scoring a client on the factors of the model.

pub mod map;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look, skip_columns, skip_rows};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::client::{Client, ClientId};
use crate::domain::command::ScoreClient;
use crate::domain::fields::{Fields, derive};
use crate::domain::model::{Dimension, Factor, FactorValues, Model};
use crate::domain::placement::Placement;
use crate::domain::score::{Proposal, propose};
use crate::domain::text::Shown;
use crate::store::ClientPage;

/// Columns of the map beside the questions.
const MAP: u16 = 25;
/// From so many columns on the map stands beside the questions.
const BESIDE: u16 = 74;

/// Opens the dialog in a model, the driving one where none is named; several clients get the same scores.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(clients: &[ClientId], model: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let held = ctx.store.ground().model(model).map_err(|error| complaint(&error))?;
    let mut sheets = Vec::with_capacity(clients.len());
    for client in clients {
        let page = ctx.store.page_in(model, *client, ctx.stamp.today).map_err(|error| complaint(&error))?;
        if let Some(since) = page.client.archived_on {
            let said = format!("{} is archived since {since}", page.client.name);
            return Err(Message::new(Tone::Plain, &said).hint("restore it first"));
        }
        sheets.push(ScoreSheet::new(&page, Arc::clone(&held)));
    }
    let Some(first) = sheets.first() else { return Err(Message::new(Tone::Plain, "no client is selected")) };
    if first.factors.is_empty() {
        return Err(Message::new(Tone::Plain, "this model asks for no scores: its factors are derived from the client's facts"));
    }
    Ok(Box::new(ScoreDialog::new(sheets, ctx)))
}

/// A factor that is asked, with its dimension, by place in the model.
pub struct Asked {
    dimension: usize,
    factor: usize,
}

/// What a client's scores are and would be.
pub struct ScoreSheet {
    /// The client's facts: some factors are derived from them.
    pub client: Client,
    /// The model.
    pub model: Arc<Model>,
    /// The factors that are asked, in the order of the model.
    pub factors: Vec<Asked>,
    placement: Option<Placement>,
    last_review_on: Option<chrono::NaiveDate>,
    values: FactorValues,
}

impl ScoreSheet {
    /// The sheet of a client.
    #[must_use]
    pub fn new(page: &ClientPage, model: Arc<Model>) -> Self {
        let in_force = page.factors.iter().filter_map(|row| row.value.as_ref().map(|(value, on, _)| (row, *value, *on)));
        let values = in_force.map(|(row, value, on)| (row.factor.clone(), (value, on))).collect();
        let mut factors = Vec::new();
        for (at, dimension) in model.dimensions.iter().enumerate() {
            let asked = dimension.factors.iter().enumerate().filter(|(_, factor)| factor.derived.is_none());
            factors.extend(asked.map(|(factor, _)| Asked { dimension: at, factor }));
        }
        let held = page.reviews.iter().filter(|review| review.voided.is_none()).map(|review| review.held_on);
        let (client, placement, last_review_on) = (page.client.clone(), page.placement.clone(), held.max());
        Self { client, placement, last_review_on, values, factors, model }
    }

    /// The same questions without a value and a place: for several clients at once.
    fn blank(&self) -> Self {
        let factors = self.factors.iter().map(|asked| Asked { dimension: asked.dimension, factor: asked.factor }).collect();
        let (client, model) = (self.client.clone(), Arc::clone(&self.model));
        Self { client, model, factors, placement: None, last_review_on: None, values: FactorValues::new() }
    }

    /// A factor by its place among those asked.
    #[must_use]
    pub fn factor(&self, at: usize) -> Option<&Factor> {
        let asked = self.factors.get(at)?;
        self.model.dimensions.get(asked.dimension)?.factors.get(asked.factor)
    }

    /// The value in force of a factor.
    #[must_use]
    pub fn value(&self, at: usize) -> Option<u8> {
        self.values.get(&self.factor(at)?.key).map(|(value, _)| *value)
    }

    /// Adds the questions of a dimension to a form.
    #[must_use]
    pub fn questions<K: Copy + PartialEq>(&self, dimension: usize, mut form: Form<K>, of: fn(usize) -> K) -> Form<K> {
        for (at, asked) in self.factors.iter().enumerate().filter(|(_, asked)| asked.dimension == dimension) {
            if let Some(factor) = self.model.dimensions[dimension].factors.get(asked.factor) {
                let levels = factor.levels.iter().map(|words| Shown::line(words)).collect();
                form = form.scale(of(at), &factor.question, levels, self.value(at));
            }
        }
        form
    }

    /// Factors and values that were changed in a form.
    #[must_use]
    pub fn changed<K: Copy + PartialEq>(&self, form: &Form<K>, of: fn(usize) -> K) -> Vec<(String, u8)> {
        let changed = |at: usize| {
            let value = form.scale_of(of(at))?.changed()?;
            Some((self.factor(at)?.key.clone(), value))
        };
        (0..self.factors.len()).filter_map(changed).collect()
    }

    /// What the scores say with some of them changed on a day.
    #[must_use]
    pub fn proposal(&self, changed: &[(String, u8)], today: chrono::NaiveDate) -> (Proposal<'_>, FactorValues) {
        let mut values = self.values.clone();
        for (factor, value) in changed {
            values.insert(factor.clone(), (*value, today));
        }
        let fields = Fields { client: &self.client, last_review_on: self.last_review_on, next_review_on: None, today };
        derive(&self.model, &mut values, today, &fields);
        let place = self.placement.as_ref().and_then(|one| one.segment.as_deref().map(|key| (key, one.confirmed_on)));
        (propose(&self.model, &values, place), values)
    }

    /// What a proposal means for the client, in words.
    #[must_use]
    pub fn verdict(&self, proposal: &Proposal<'_>) -> Vec<(Role, Shown)> {
        let stands = self.placement.as_ref().and_then(|one| one.segment.as_deref());
        let here = sheet::segment(&self.model, stands);
        let Some(proposed) = proposal.segment else {
            return vec![line(Role::Dim, "no proposal yet: every axis needs a score")];
        };
        let there = sheet::segment(&self.model, Some(proposed));
        match stands {
            Some(stands) if stands == proposed => vec![line(Role::Good, &format!("{there}, where the client stands"))],
            Some(_) if proposal.near_cut => {
                vec![line(Role::Near, &format!("{there}, but near the cut: it may stay in {here}"))]
            }
            Some(_) => vec![line(Role::Drift, &format!("{there}; the client stands in {here}"))],
            None => vec![line(Role::Drift, &format!("{there}; the client is in no segment"))],
        }
    }

    /// A dimension's heading with its score and how much of it is scored.
    #[must_use]
    pub fn heading(&self, look: &Look, dimension: &Dimension, values: &FactorValues) -> Vec<(Role, Shown)> {
        let scored = dimension.factors.iter().filter(|factor| values.contains_key(&factor.key)).count();
        let said = match dimension.score(values) {
            Some(score) => {
                let points = sheet::points(look, score.tenths);
                format!("{} {points}  ({scored} of {} scored)", dimension.name, dimension.factors.len())
            }
            None => format!("{}: not scored", dimension.name),
        };
        vec![line(Role::Title, &said)]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Dimension(usize),
    Factor(usize),
}

/// The dialog that scores a client, or all marked ones alike.
struct ScoreDialog {
    /// The sheet the form is of; where there are several clients, one without values: what is not chosen stays as it is.
    sheet: ScoreSheet,
    /// The sheets of several clients; empty where there is one.
    several: Vec<ScoreSheet>,
    form: Form<Of>,
    today: chrono::NaiveDate,
    said: Option<Message>,
    warned: bool,
    title: Shown,
}

impl ScoreDialog {
    fn new(mut sheets: Vec<ScoreSheet>, ctx: &Ctx<'_>) -> Self {
        let first = sheets.first().expect("a dialog is opened for a client");
        let many = sheets.len();
        let (sheet, several) = if many == 1 { (sheets.remove(0), Vec::new()) } else { (first.blank(), sheets) };
        let mut form = Form::new();
        for at in 0..sheet.model.dimensions.len() {
            if sheet.factors.iter().any(|asked| asked.dimension == at) {
                form = sheet.questions(at, form.lines(Of::Dimension(at), "", Vec::new()), Of::Factor);
            }
        }
        let title = match many {
            1 => format!("Score {}", sheet.client.name),
            _ => format!("Score {} alike", sheet::counted(ctx.look, many, "client")),
        };
        let title = Shown::line(&(title + &sheet::within(&sheet.model, ctx)));
        let mut dialog = Self { sheet, several, form, today: ctx.stamp.today, said: None, warned: false, title };
        dialog.show(ctx.look);
        dialog
    }

    fn changed(&self) -> Vec<(String, u8)> {
        self.sheet.changed(&self.form, Of::Factor)
    }

    fn show(&mut self, look: &Look) {
        let (_, values) = self.sheet.proposal(&self.changed(), self.today);
        for (at, dimension) in self.sheet.model.dimensions.iter().enumerate() {
            if self.sheet.factors.iter().any(|asked| asked.dimension == at) {
                let heading = if self.several.is_empty() {
                    self.sheet.heading(look, dimension, &values)
                } else {
                    vec![line(Role::Title, &format!("{}: what you leave stays as it is", dimension.name))]
                };
                self.form.set_lines(Of::Dimension(at), heading);
            }
        }
    }

    /// The wording of the level under the cursor, in full.
    fn wording(&self) -> Option<&Shown> {
        self.form.scale_of(self.form.focused()?)?.wording()
    }

    fn save(&mut self) -> Step {
        let values = self.changed();
        if values.is_empty() {
            self.said = Some(Message::new(Tone::Plain, "no score was changed").hint("1 to 5 chooses, Esc leaves"));
            return Step::Stay;
        }
        let clients = match self.several.as_slice() {
            [] => vec![self.sheet.client.id],
            several => several.iter().map(|sheet| sheet.client.id).collect(),
        };
        let model = Some(self.sheet.model.key.clone());
        Step::Commit(Box::new(Command::Score(ScoreClient { clients, model, values })))
    }

    fn leave(&mut self) -> Step {
        if self.warned || self.changed().is_empty() {
            return Step::Close;
        }
        self.warned = true;
        self.said = Some(Message::new(Tone::Plain, "these scores are not saved").hint("Ctrl-s saves them, Esc again drops them"));
        Step::Stay
    }

    /// What the scores mean, for the client or for all of them.
    fn verdict(&self, proposal: &Proposal<'_>) -> Vec<(Role, Shown)> {
        if self.several.is_empty() {
            return self.sheet.verdict(proposal);
        }
        let mut lines = self.goals();
        if let Some(Of::Factor(at)) = self.form.focused() {
            lines.push(line(Role::Dim, &format!("this factor now: {}", self.spread(at))));
        }
        lines
    }

    /// Where how many of several clients would be proposed: `3 × A Transform (2 stand elsewhere)`.
    fn goals(&self) -> Vec<(Role, Shown)> {
        let changed = self.changed();
        let mut goals: Vec<(Option<&str>, usize, usize)> = Vec::new();
        for sheet in &self.several {
            let (proposal, _) = sheet.proposal(&changed, self.today);
            let to = proposal.segment;
            let elsewhere = usize::from(to.is_some() && proposal.drift);
            match goals.iter_mut().find(|(known, ..)| *known == to) {
                Some((_, many, drift)) => (*many, *drift) = (*many + 1, *drift + elsewhere),
                None => goals.push((to, 1, elsewhere)),
            }
        }
        goals.sort_by_key(|(to, ..)| to.map_or(usize::MAX, |to| self.sheet.model.order_of(to)));
        let said = |(to, many, drift): &(Option<&str>, usize, usize)| {
            let to = to.map_or_else(
                || "without a proposal".to_owned(),
                |to| format!("in {}", sheet::segment(&self.sheet.model, Some(to))),
            );
            let drift = if *drift > 0 { format!(", {drift} of them to move") } else { String::new() };
            line(if drift.is_empty() { Role::Text } else { Role::Drift }, &format!("{many} {to}{drift}"))
        };
        goals.iter().map(said).collect()
    }

    /// How many of several clients have which value of a factor: `2 have 3, 1 not scored`.
    fn spread(&self, at: usize) -> String {
        let top = self.sheet.factor(at).map_or(0, Factor::top);
        let many = |value: Option<u8>| self.several.iter().filter(|sheet| sheet.value(at) == value).count();
        let scored = (1..=top).map(|value| (many(Some(value)), format!("have {value}")));
        let counted = scored.chain([(many(None), "not scored".to_owned())]).filter(|(many, _)| *many > 0);
        counted.map(|(many, words)| format!("{many} {words}")).collect::<Vec<_>>().join(", ")
    }

    /// The map with what it means, beside the questions.
    fn view_map(&self, canvas: &mut Canvas<'_>, area: Rect, proposal: &Proposal<'_>) {
        let tenths = |proposal: &Proposal<'_>| (proposal.x.map(|x| x.tenths), proposal.y.map(|y| y.tenths));
        let (before, _) = self.sheet.proposal(&[], self.today);
        map::view(canvas, area, &self.sheet.model, tenths(&before), tenths(proposal), proposal.segment);
        let mut rest = skip_rows(area, map::ROWS);
        for (role, words) in self.verdict(proposal) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
        rest = skip_rows(rest, 1);
        if let Some(Of::Factor(at)) = self.form.focused()
            && let Some(factor) = self.sheet.factor(at)
        {
            rest = skip_rows(rest, canvas.paragraph(rest, Role::Dim, Shown::line(&factor.question)));
        }
        if let Some(words) = self.wording() {
            canvas.paragraph(rest, Role::Text, words);
        }
    }

    /// Without room for the map: its meaning above, the wording below.
    fn view_narrow(&self, canvas: &mut Canvas<'_>, area: Rect, proposal: &Proposal<'_>) {
        let mut rest = area;
        for (role, words) in self.verdict(proposal) {
            rest = skip_rows(rest, canvas.paragraph(rest, role, &words));
        }
        let low = 3.min(rest.height);
        self.form.view(canvas, Rect { height: rest.height - low, ..rest }, "Save");
        if let Some(words) = self.wording() {
            canvas.paragraph(skip_rows(rest, rest.height - low + 1), Role::Dim, words);
        }
    }
}

impl Layer for ScoreDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let beside = columns >= BESIDE;
        let (form, low) = if beside { (columns - MAP - 1, map::ROWS + 10) } else { (columns, 0) };
        let extra = if beside { 0 } else { 5 };
        let rows = self.form.rows(form).saturating_add(extra).max(low) + sheet::said_rows(self.said.as_ref(), columns);
        let inner = popup::centred(canvas, area, &self.title, columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        let (proposal, _) = self.sheet.proposal(&self.changed(), self.today);
        if !beside {
            return self.view_narrow(canvas, rest, &proposal);
        }
        self.form.view(canvas, Rect { width: form.min(rest.width), ..rest }, "Save");
        self.view_map(canvas, skip_columns(rest, form + 1), &proposal);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let step = self.form.act(&input, ctx.hits);
        if step != FormStep::Cancel {
            self.warned = false;
        }
        match step {
            FormStep::Changed(_) => {
                self.said = None;
                self.show(ctx.look);
            }
            FormStep::Save => return self.save(),
            FormStep::Cancel => return self.leave(),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, _ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) => Step::Close,
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
