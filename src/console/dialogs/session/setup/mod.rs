//! Setting a session up, and editing it while it is open: scope, day, people, target shares, rules of the agenda.

mod filled;
mod scope;
mod shares;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::filled::{Filled, proposed_name};
use self::shares::Shares;
use crate::console::canvas::Canvas;
use crate::console::desk::complaint;
use crate::console::dialogs::Opened;
use crate::console::dialogs::sheet::{self, line};
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::screens::session::replay;
use crate::console::theme::Role;
use crate::domain::command::{EditSession, SessionAct, StartSession};
use crate::domain::filter::Filter;
use crate::domain::model::Model;
use crate::domain::session::Session;
use crate::domain::session::agenda::Rules;
use crate::domain::text::{Shown, fold};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Name,
    Model,
    Scope,
    Found,
    Day,
    Leads,
    Besides,
    People,
    Shares,
    Sum,
    Agenda,
    Order,
}

/// The dialog.
struct Setup {
    /// The session edited, as it was shown; none while one is started.
    before: Option<Session>,
    /// The models there are; the one of the session alone while it is edited.
    models: Vec<Arc<Model>>,
    /// Whether the participants are still the owners of the scope.
    proposed: bool,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

/// Opens the dialog for a new session.
pub fn start(ctx: &Ctx<'_>) -> Opened {
    let ground = ctx.store.ground();
    let driving = ground.driving();
    let mut models = Vec::new();
    for held in &ground.models {
        models.extend(ground.model(Some(&held.row.key)).ok());
    }
    let at = models.iter().position(|model| model.key == driving.key).unwrap_or(0);
    let scope = ctx.desk.filter.as_ref().map_or("", |(typed, _)| typed.as_str());
    let people = scope::owners(&Filter::parse(scope).unwrap_or(Filter::Everything), ctx);
    let me = &ctx.stamp.by;
    let leads = people.iter().find(|person| fold(person) == fold(me)).unwrap_or(me);
    let names = models.iter().map(|model| Shown::line(&model.name)).collect();
    let model = models.get(at).ok_or_else(|| Message::new(Tone::Plain, "the book has no model"))?;
    let filled = Filled {
        name: &proposed_name(ctx),
        scope,
        day: &ctx.stamp.today.to_string(),
        leads,
        besides: "",
        people: &people.join(", "),
        shares: &shares::written(&shares::of_model(model), model),
        agenda: "",
    };
    let form = filled.form(names, at, ctx);
    Ok(Box::new(Setup::new(None, models, form, "Start a session", ctx)))
}

/// Opens the dialog for a session that is open.
pub fn edit(session: Session, ctx: &Ctx<'_>) -> Opened {
    let model = ctx.store.ground().model(Some(&session.model)).map_err(|error| complaint(&error))?;
    let filled = Filled {
        name: &session.name,
        scope: &session.scope,
        day: &session.as_of.to_string(),
        leads: &session.facilitator,
        besides: &session.co_facilitators.join(", "),
        people: &session.participants.join(", "),
        shares: &shares::written(&meant(&session, &model), &model),
        agenda: &session.agenda,
    };
    let mut form = filled.form(vec![Shown::line(&model.name)], 0, ctx);
    form.focus(Of::Scope);
    form.hide(Of::Model);
    let title = format!("Edit {}", session.name);
    Ok(Box::new(Setup::new(Some(session), vec![model], form, &title, ctx)))
}

/// A session that was started begins with what became of the moves of the last one, where there are any.
fn begin(ctx: &mut Ctx<'_>) -> Step {
    let open = ctx.store.open_sessions();
    let mine = ctx.desk.or_default(open).into_iter().find(|session| session.started_by == ctx.stamp.by);
    let Some(session) = mine else { return Step::Close };
    let moves = ctx.store.replay(&session, session.as_of);
    match ctx.desk.or_default(moves).is_empty() {
        true => Step::Close,
        false => Step::Replace(replay::layer(session.id)),
    }
}

/// The shares meant in a session: its own, else the model's.
fn meant(session: &Session, model: &Model) -> Shares {
    let mut meant = shares::of_model(model);
    meant.extend(session.targets.clone());
    meant
}

/// People on a line, with commas between.
fn people(line: &str) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for person in line.split([',', ';']).map(str::trim).filter(|person| !person.is_empty()) {
        if !people.iter().any(|known| fold(known) == fold(person)) {
            people.push(person.to_owned());
        }
    }
    people
}

impl Setup {
    fn new(before: Option<Session>, models: Vec<Arc<Model>>, form: Form<Of>, title: &str, ctx: &Ctx<'_>) -> Self {
        let proposed = before.is_none();
        let mut setup = Self { before, models, proposed, form, said: None, title: Shown::line(title) };
        setup.count(ctx);
        setup.add_up();
        setup.order();
        setup
    }

    fn model(&self) -> &Model {
        // One model at least is offered, and a choice is one of its options.
        &self.models[self.form.chosen(Of::Model).min(self.models.len() - 1)]
    }

    /// Counts the clients of the scope; the people proposed follow it until somebody writes others.
    fn count(&mut self, ctx: &Ctx<'_>) {
        let typed = self.form.value(Of::Scope);
        self.form.set_lines(Of::Found, scope::lines(&typed, ctx));
        if let (true, Ok(filter)) = (self.proposed, Filter::parse(&typed)) {
            self.form.set_text(Of::People, &scope::owners(&filter, ctx).join(", "));
        }
    }

    fn add_up(&mut self) {
        let model = self.model();
        let said = match shares::read(&self.form.value(Of::Shares), model) {
            Ok(shares) if shares.is_empty() => {
                let first = model.segments.first().map_or("A", |segment| segment.letter.as_str());
                line(Role::Dim, &format!("the share of each segment, if there is one to aim at: {first} 20, …"))
            }
            Ok(shares) => {
                let sum = shares::sum(&shares);
                let sum = shares::percent(u16::try_from(sum).unwrap_or(u16::MAX));
                let whole = shares.len() == model.segments.len() && sum != "100";
                let role = if whole { Role::Warning } else { Role::Dim };
                line(role, &format!("together {sum} %"))
            }
            Err(why) => line(Role::Bad, &format!("! {why}")),
        };
        self.form.set_lines(Of::Sum, vec![said]);
    }

    /// Shows in which order the agenda takes clients.
    fn order(&mut self) {
        let typed = self.form.value(Of::Agenda);
        let said = match Rules::parse(&typed) {
            Ok(rules) => {
                let words = rules.order.iter().map(|reason| reason.word()).collect::<Vec<_>>().join(", ");
                let usual = if typed.trim().is_empty() { "as usual: " } else { "" };
                line(Role::Dim, &format!("{usual}{words}, then the rest"))
            }
            Err(refusal) => line(Role::Bad, &format!("! {refusal}; {}", refusal.hint().unwrap_or_default())),
        };
        self.form.set_lines(Of::Order, vec![said]);
    }

    fn changed(&mut self, of: Of, ctx: &Ctx<'_>) {
        match of {
            Of::Scope => self.count(ctx),
            Of::People => self.proposed = false,
            Of::Model => {
                let model = self.model();
                let shares = shares::written(&shares::of_model(model), model);
                self.form.set_text(Of::Shares, &shares);
                self.add_up();
            }
            Of::Shares => self.add_up(),
            Of::Agenda => self.order(),
            Of::Name | Of::Found | Of::Day | Of::Leads | Of::Besides | Of::Sum | Of::Order => {}
        }
    }

    /// What is wrong with a field, and why.
    fn mistake(&self) -> Option<(Of, String)> {
        for (of, what) in [(Of::Name, "a session needs a name"), (Of::Leads, "say who leads it")] {
            if self.form.value(of).trim().is_empty() {
                return Some((of, what.to_owned()));
            }
        }
        if let Err(mistake) = Filter::parse(&self.form.value(Of::Scope)) {
            return Some((Of::Scope, format!("{}; {}", mistake.what, mistake.hint)));
        }
        if let Err(why) = self.form.day(Of::Day) {
            return Some((Of::Day, why));
        }
        if let Err(why) = shares::read(&self.form.value(Of::Shares), self.model()) {
            return Some((Of::Shares, why));
        }
        let refusal = Rules::parse(&self.form.value(Of::Agenda)).err()?;
        Some((Of::Agenda, format!("{refusal}; {}", refusal.hint().unwrap_or_default())))
    }

    fn save(&mut self) -> Step {
        if let Some((of, why)) = self.mistake() {
            self.form.wrong(of, &why);
            return Step::Stay;
        }
        let shares = shares::read(&self.form.value(Of::Shares), self.model()).unwrap_or_default();
        let act = match &self.before {
            None => SessionAct::Start(self.started(shares)),
            Some(before) => SessionAct::Edit(self.edited(before, &shares)),
        };
        Step::Commit(Box::new(Command::Session(act)))
    }

    fn text(&self, of: Of) -> String {
        self.form.value(of).trim().to_owned()
    }

    fn started(&self, shares: Shares) -> StartSession {
        let usual = shares::of_model(self.model());
        StartSession {
            name: self.text(Of::Name),
            model: Some(self.model().key.clone()),
            scope: self.text(Of::Scope),
            as_of: self.form.day(Of::Day).ok().flatten(),
            facilitator: self.text(Of::Leads),
            co_facilitators: people(&self.form.value(Of::Besides)),
            participants: people(&self.form.value(Of::People)),
            targets: shares.into_iter().filter(|(key, share)| usual.get(key) != Some(share)).collect(),
            agenda: self.text(Of::Agenda),
        }
    }

    /// What is other than it was shown.
    fn edited(&self, before: &Session, shares: &Shares) -> EditSession {
        let other = |of: Of, was: &str| Some(self.text(of)).filter(|now| now != was);
        let now = people(&self.form.value(Of::People));
        let besides = people(&self.form.value(Of::Besides));
        let missing = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|person| !those.iter().any(|known| fold(known) == fold(person))).cloned().collect()
        };
        let usual = shares::of_model(self.model());
        let was = meant(before, self.model());
        let set = shares.iter().filter(|(key, share)| was.get(*key) != Some(share));
        let set = set.map(|(key, share)| (key.clone(), Some(*share).filter(|share| usual.get(key) != Some(share))));
        // A share the model has is not taken away by leaving it out: there is none of nothing.
        let gone = was.keys().filter(|key| !shares.contains_key(*key));
        let gone = gone.map(|key| (key.clone(), usual.contains_key(key).then_some(0)));
        EditSession {
            session: before.id,
            seen: Some(before.rev),
            name: other(Of::Name, &before.name),
            scope: other(Of::Scope, &before.scope),
            as_of: self.form.day(Of::Day).ok().flatten().filter(|day| *day != before.as_of),
            facilitator: other(Of::Leads, &before.facilitator),
            co_facilitators: Some(besides).filter(|now| *now != before.co_facilitators),
            join: missing(&now, &before.participants),
            leave: missing(&before.participants, &now),
            targets: set.chain(gone).collect(),
            agenda: other(Of::Agenda, &before.agenda),
        }
    }
}

impl Layer for Setup {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let button = if self.before.is_some() { "Save" } else { "Start" };
        sheet::view(canvas, area, &self.title, &self.form, button, self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(of) => self.changed(of, ctx),
            FormStep::Save => return self.save(),
            FormStep::Cancel => return Step::Close,
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) if self.before.is_some() => Step::Close,
            Outcome::Saved(_) => begin(ctx),
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                self.catch_up(ctx);
                Step::Stay
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.catch_up(ctx);
        self.count(ctx);
    }
}

impl Setup {
    /// Somebody else edited the session meanwhile: what was typed stays, and is what is saved next.
    fn catch_up(&mut self, ctx: &Ctx<'_>) {
        let Some(before) = &self.before else { return };
        let Ok(now) = ctx.store.session(before.id) else { return };
        if now.rev == before.rev {
            return;
        }
        let model = self.model();
        let shares = |session: &Session| shares::written(&meant(session, model), model);
        let texts = |of: &Session| {
            [
                (Of::Name, of.name.clone()),
                (Of::Scope, of.scope.clone()),
                (Of::Day, of.as_of.to_string()),
                (Of::Leads, of.facilitator.clone()),
                (Of::Besides, of.co_facilitators.join(", ")),
                (Of::People, of.participants.join(", ")),
                (Of::Shares, shares(of)),
                (Of::Agenda, of.agenda.clone()),
            ]
        };
        // A field nobody touched here shows what it is now.
        let taken: Vec<(Of, String)> = texts(before)
            .into_iter()
            .zip(texts(&now))
            .filter(|((of, was), (_, is))| self.form.value(*of) == *was && was != is)
            .map(|(_, taken)| taken)
            .collect();
        for (of, text) in taken {
            self.form.set_text(of, &text);
        }
        self.before = Some(now);
        self.count(ctx);
        self.add_up();
        self.order();
    }
}
