//! The facts of a client: adding one, editing one.

mod amounts;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use super::conflict::{self, Answer, Differs, Guard};
use super::sheet::{self, line};
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::command::{AddClient, EditClient};
use crate::domain::goal::GOALS;
use crate::domain::measure::{self, Measures};
use crate::domain::refusal::Refusal;
use crate::domain::text::Shown;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn edit(client: ClientId, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let page = ctx.store.page(client, ctx.stamp.today).map_err(|error| complaint(&error))?;
    Ok(Box::new(FactsDialog::new(Some(client), page.client, ctx)))
}

/// Opens the dialog for a new client.
///
/// # Errors
/// Why it cannot be opened.
pub fn add(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    Ok(Box::new(FactsDialog::new(None, Client::named(ClientId(0), ""), ctx)))
}

/// Stages offered.
const STAGES: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Kept,
    Fact(Field),
}

/// What a fact is called.
const fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Name",
        Field::ExternalId => "Id elsewhere",
        Field::Owner => "Owner",
        Field::Arr => "Revenue a year",
        Field::Mrr => "or a month",
        Field::Currency => "Currency",
        Field::Stage => "Stage",
        Field::Industry => "Industry",
        Field::Goal => "Goal",
        Field::Champion => "Champion",
        Field::ChampionLostOn => "Champion lost",
        Field::Measures => "Measures",
        Field::RenewalOn => "Renewal",
        Field::OnboardedOn => "Onboarded",
        Field::Tags => "Tags",
        Field::Notes => "Notes",
    }
}

/// What a shared screen must not show.
const fn is_private(field: Field) -> bool {
    matches!(field, Field::Arr | Field::Mrr | Field::Notes)
}

/// The dialog of a client's facts.
struct FactsDialog {
    /// The client edited; none while one is added.
    client: Option<ClientId>,
    /// The facts as they were shown.
    before: Client,
    /// The facts as they were when I began, or last answered what others had changed.
    began: Client,
    guard: Guard,
    /// The fields shown, each with its text as it stood there: what cannot be shown as it is kept is not taken for an edit.
    shown: Vec<(Field, String)>,
    form: Form<Of>,
    decimal: char,
    said: Option<Message>,
    warned: bool,
    title: Shown,
}

impl FactsDialog {
    fn new(client: Option<ClientId>, before: Client, ctx: &mut Ctx<'_>) -> Self {
        // The day of a loss stands there to be corrected; a champion is lost by taking the name away.
        let lost = before.champion_lost_on.is_some();
        let here = |field: &Field| !(ctx.look.presenter && is_private(*field)) && (lost || *field != Field::ChampionLostOn);
        let shown: Vec<Field> = Field::ALL.into_iter().filter(here).collect();
        let hidden = ctx.look.presenter.then(|| line(Role::Dim, "revenue and notes are hidden on a shared screen"));
        let mut form = Form::new().lines(Of::Kept, "", Vec::new());
        form.set_lines(Of::Kept, hidden.into_iter().collect());
        for field in &shown {
            let (of, value) = (Of::Fact(*field), before.get(*field));
            form = match field {
                Field::RenewalOn | Field::OnboardedOn | Field::ChampionLostOn => {
                    form.date(of, label(*field), &value, sheet::dates(ctx.stamp.today))
                }
                Field::Notes => form.note(of, label(*field), &value, 0).of_rows(3),
                Field::ExternalId
                | Field::Name
                | Field::Owner
                | Field::Arr
                | Field::Mrr
                | Field::Currency
                | Field::Stage
                | Field::Industry
                | Field::Goal
                | Field::Champion
                | Field::Measures
                | Field::Tags => form.text(of, label(*field), &value).offering(offers(*field, ctx)),
            };
        }
        form.focus(Of::Fact(Field::Name));
        let shown: Vec<(Field, String)> = shown.into_iter().map(|field| (field, form.value(Of::Fact(field)))).collect();
        let draft = ctx.desk.drafts.note(&draft_of(client));
        if !draft.is_empty() && shown.iter().any(|(field, _)| *field == Field::Notes) {
            form.set_text(Of::Fact(Field::Notes), draft);
        }
        let title = match client {
            Some(_) => Shown::line(&format!("Edit {}", before.name)),
            None => Shown::line("New client"),
        };
        let decimal = ctx.look.formats.decimal;
        let guard = Guard::new(client.as_slice(), ctx);
        let began = before.clone();
        Self { client, before, began, guard, shown, form, decimal, said: None, warned: false, title }
    }

    /// What is typed in a field in the form the book takes.
    fn written(&self, field: Field) -> Result<Vec<(Field, String)>, String> {
        let text = self.form.value(Of::Fact(field));
        match field {
            Field::RenewalOn | Field::OnboardedOn | Field::ChampionLostOn => {
                let day = self.form.day(Of::Fact(field))?;
                Ok(vec![(field, day.map_or_else(String::new, |day| day.to_string()))])
            }
            Field::Arr | Field::Mrr if !text.trim().is_empty() => {
                let (amount, currency) = amounts::understand(&text, self.decimal)?;
                let named = currency.map(|currency| (Field::Currency, currency));
                Ok(std::iter::once((field, amount.to_string())).chain(named).collect())
            }
            Field::Measures => self.measures(&text),
            Field::ExternalId
            | Field::Name
            | Field::Owner
            | Field::Arr
            | Field::Mrr
            | Field::Currency
            | Field::Stage
            | Field::Industry
            | Field::Goal
            | Field::Champion
            | Field::Tags
            | Field::Notes => Ok(vec![(field, text)]),
        }
    }

    /// The measures typed, as what differs from those kept: one that is no more in the line has ended.
    fn measures(&self, text: &str) -> Result<Vec<(Field, String)>, String> {
        let mut typed = Measures::new();
        measure::assign(&mut typed, text).map_err(|refusal| in_words(&refusal))?;
        let differ = measure::difference(&self.before.measures, &typed);
        Ok(differ.map(|text| (Field::Measures, text)).into_iter().collect())
    }

    /// The fields that hold something else than at first.
    fn touched(&self) -> Vec<Field> {
        let touched = self.shown.iter().filter(|(field, text)| self.form.value(Of::Fact(*field)) != *text);
        touched.map(|(field, _)| *field).collect()
    }

    /// The fields that were changed, each tried on the client first; what is wrong is said at its field.
    fn changed(&mut self) -> Option<Vec<(Field, String)>> {
        let (mut trial, mut fields, mut wrong) = (self.before.clone(), Vec::new(), Vec::new());
        for field in self.touched() {
            let tried = self.written(field).and_then(|written| {
                for (field, value) in &written {
                    trial.set(*field, value).map_err(|refusal| in_words(&refusal))?;
                }
                Ok(written)
            });
            match tried {
                Ok(written) => fields.extend(written),
                Err(why) => wrong.push((field, why)),
            }
        }
        if self.client.is_none() && trial.name.is_empty() && !wrong.iter().any(|(field, _)| *field == Field::Name) {
            wrong.insert(0, (Field::Name, "a client needs a name".to_owned()));
        }
        // The last one said takes the focus: the first field that is wrong.
        for (field, why) in wrong.iter().rev() {
            self.form.wrong(Of::Fact(*field), why);
        }
        wrong.is_empty().then_some(fields)
    }

    /// Puts mine and theirs side by side, where somebody else changed the client since I began.
    fn meets(&mut self, ctx: &mut Ctx<'_>) -> Option<Step> {
        let news = self.guard.news(ctx)?;
        self.look_again(ctx);
        let touched = self.touched();
        let differs = self.shown.iter().map(|(field, _)| *field).filter_map(|field| {
            let (was, theirs) = (self.began.get(field), self.before.get(field));
            let mine = touched.contains(&field).then(|| self.form.value(Of::Fact(field)));
            (was != theirs || mine.is_some()).then(|| Differs { what: label(field).to_owned(), was, theirs, mine })
        });
        Some(news.against(differs.collect()))
    }

    /// What others left stands, where I typed something else; what they did not touch stays to be saved.
    fn take_theirs(&mut self, ctx: &mut Ctx<'_>) -> Step {
        let touched = self.touched();
        for (field, text) in &mut self.shown {
            let theirs = self.before.get(*field);
            if touched.contains(field) && theirs != self.began.get(*field) {
                self.form.set_text(Of::Fact(*field), &theirs);
                *text = self.form.value(Of::Fact(*field));
            }
        }
        self.began = self.before.clone();
        if self.touched().is_empty() {
            return sheet::left(ctx);
        }
        self.said = Some(Message::new(Tone::Plain, "theirs stand").hint("the rest of what you typed waits: Ctrl-s saves it"));
        Step::Stay
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.meets(ctx) {
            return step;
        }
        let Some(fields) = self.changed() else { return Step::Stay };
        let command = match self.client {
            None => Command::Add(AddClient { fields }),
            Some(_) if fields.is_empty() => {
                self.said = Some(Message::new(Tone::Plain, "nothing was changed").hint("Esc leaves"));
                return Step::Stay;
            }
            Some(client) => Command::Edit(EditClient { client, seen: Some(self.before.rev), fields }),
        };
        Step::Commit(Box::new(command))
    }

    fn leave(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if !self.touched().is_empty() && !self.warned {
            self.warned = true;
            self.said =
                Some(Message::new(Tone::Plain, "what you typed is not saved").hint("Ctrl-s saves it, Esc again drops it"));
            return Step::Stay;
        }
        ctx.desk.drafts.keep(&draft_of(self.client), "");
        ctx.desk.write_drafts();
        Step::Close
    }

    /// Takes over what somebody else changed, save where something is being typed.
    fn look_again(&mut self, ctx: &mut Ctx<'_>) {
        let Some(client) = self.client else { return };
        let now = match ctx.store.page(client, ctx.stamp.today) {
            Ok(page) => page.client,
            Err(error) => {
                self.said = Some(complaint(&error));
                return;
            }
        };
        if now.rev == self.before.rev {
            return;
        }
        let (touched, mut others) = (self.touched(), Vec::new());
        for (field, text) in &mut self.shown {
            if now.get(*field) == self.before.get(*field) {
                continue;
            }
            others.push(label(*field).to_lowercase());
            if !touched.contains(field) {
                self.form.set_text(Of::Fact(*field), &now.get(*field));
                *text = self.form.value(Of::Fact(*field));
            }
        }
        self.before = now;
        let what = if others.is_empty() { "it".to_owned() } else { others.join(", ") };
        let said = format!("somebody else changed {what} meanwhile");
        self.said = Some(Message::new(Tone::Plain, &said).hint("what you typed is kept; look, then save"));
    }
}

fn in_words(refusal: &Refusal) -> String {
    match refusal.hint() {
        Some(hint) => format!("{refusal}; {hint}"),
        None => refusal.to_string(),
    }
}

/// Words offered for a field: the goals of the list, the stages in use.
fn offers(field: Field, ctx: &mut Ctx<'_>) -> Vec<Shown> {
    match field {
        Field::Goal => GOALS.map(Shown::line).to_vec(),
        Field::Stage => {
            let stages = ctx.store.stages(STAGES);
            ctx.desk.or_default(stages).iter().map(|stage| Shown::line(stage)).collect()
        }
        Field::Name
        | Field::ExternalId
        | Field::Owner
        | Field::Arr
        | Field::Mrr
        | Field::Currency
        | Field::Industry
        | Field::Champion
        | Field::ChampionLostOn
        | Field::RenewalOn
        | Field::OnboardedOn
        | Field::Measures
        | Field::Tags
        | Field::Notes => Vec::new(),
    }
}

/// Where the draft of a client's notes is kept.
fn draft_of(client: Option<ClientId>) -> String {
    client.map_or_else(|| "facts/new".to_owned(), |client| format!("facts/{client}"))
}

impl Layer for FactsDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let save = if self.client.is_some() { "Save" } else { "Add" };
        sheet::view(canvas, area, &self.title, &self.form, save, self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            self.said = None;
            return match answer {
                Answer::Mine => {
                    self.began = self.before.clone();
                    self.save(ctx)
                }
                Answer::Theirs => self.take_theirs(ctx),
            };
        }
        let step = self.form.act(&input, ctx.hits);
        if step != FormStep::Cancel {
            self.warned = false;
        }
        match step {
            FormStep::Changed(of) => {
                self.said = None;
                if of == Of::Fact(Field::Notes) {
                    ctx.desk.drafts.keep(&draft_of(self.client), &self.form.value(of));
                }
            }
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => return self.leave(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        if matches!(outcome, Outcome::Refused(_)) {
            self.look_again(ctx);
            if let Some(step) = self.meets(ctx) {
                return step;
            }
        }
        sheet::tried(outcome, &draft_of(self.client), &[], &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.look_again(ctx);
    }
}
