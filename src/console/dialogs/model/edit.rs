//! A model edited: what was typed anew becomes paths and values of its file, gathered into one change.

use toml_edit::Value;

use super::fields::{self, Of, OfModel, OfSegment, OfTouchpoint};
use crate::console::dialogs::foresee::{Looks, Subject};
use crate::console::layer::Command;
use crate::console::parts::form::Form;
use crate::domain::calendar::Period;
use crate::domain::model::{Model, edited};
use crate::store::{Ground, HeldModel};

/// A model that is edited.
pub struct Edit {
    key: String,
    /// The model as it was when the dialog was opened: what is typed is compared with it.
    model: Model,
    /// The fields as they were then.
    first: Form<Of>,
    /// The segment the dialog opens at, by its place.
    at: Option<usize>,
}

/// Why a form comes to no command: where, and what is wrong.
type Wrong = (Of, String);

/// The file of a model under edit: paths and values, renames last, because paths go by the names before.
#[derive(Default)]
struct Edits {
    values: Vec<(String, String)>,
    renames: Vec<(String, String)>,
    /// The first field that says something new: what is wrong with the whole is said there.
    first: Option<Of>,
}

impl Edits {
    fn value(&mut self, of: Of, path: String, value: String) {
        self.first.get_or_insert(of);
        self.values.push((path, value));
    }

    fn rename(&mut self, of: Of, path: String, value: String) {
        self.first.get_or_insert(of);
        self.renames.push((path, value));
    }
}

impl Edit {
    /// A model of the book under edit, beginning at a segment where one is named.
    #[must_use]
    pub fn of(held: &HeldModel, segment: Option<&str>) -> Self {
        let model = held.model.as_ref().clone();
        let at = segment.and_then(|key| model.segments.iter().position(|segment| segment.key == key));
        Self { key: held.row.key.clone(), first: fields::form(&model), model, at }
    }

    /// What is typed in a field, where that is not what stood there.
    fn typed(&self, form: &Form<Of>, of: Of) -> Option<String> {
        let now = form.value(of).trim().to_owned();
        (now != self.first.value(of).trim()).then_some(now)
    }

    fn edits(&self, form: &Form<Of>) -> Result<Edits, Wrong> {
        let mut edits = Edits::default();
        for (at, dimension) in self.model.dimensions.iter().enumerate() {
            if let Some(typed) = self.typed(form, Of::Cuts(at)) {
                let cuts = read_cuts(Of::Cuts(at), &typed)?;
                edits.value(Of::Cuts(at), format!("dimensions.{}.cuts", dimension.key), cuts);
            }
        }
        self.of_model(form, &mut edits)?;
        for at in 0..self.model.segments.len() {
            self.of_segment(form, at, &mut edits)?;
        }
        edits.values.append(&mut edits.renames);
        Ok(edits)
    }

    fn of_model(&self, form: &Form<Of>, edits: &mut Edits) -> Result<(), Wrong> {
        for (field, path) in [
            (OfModel::Name, "name"),
            (OfModel::Margin, "guard.margin"),
            (OfModel::Dwell, "guard.dwell"),
            (OfModel::ScoreValid, "score_valid"),
            (OfModel::ConfirmEvery, "confirm_every"),
            (OfModel::EvaluateEvery, "evaluate_every"),
        ] {
            let of = Of::Model(field);
            let Some(typed) = self.typed(form, of) else { continue };
            let value = match field {
                OfModel::Name => text(of, &typed)?,
                OfModel::Margin => number(of, &typed, "write points, like 5")?,
                OfModel::Dwell | OfModel::ScoreValid | OfModel::ConfirmEvery | OfModel::EvaluateEvery => period(of, &typed)?,
            };
            edits.value(of, path.to_owned(), value);
        }
        Ok(())
    }

    fn of_segment(&self, form: &Form<Of>, at: usize, edits: &mut Edits) -> Result<(), Wrong> {
        let segment = &self.model.segments[at];
        for (field, path) in [
            (OfSegment::Name, "name"),
            (OfSegment::Stance, "stance"),
            (OfSegment::Grace, "grace"),
            (OfSegment::Floor, "floor"),
            (OfSegment::Share, "target_share"),
            (OfSegment::Accounts, "accounts_per_owner"),
        ] {
            let of = Of::Segment(at, field);
            let Some(typed) = self.typed(form, of) else { continue };
            let value = match field {
                OfSegment::Share | OfSegment::Accounts if typed.is_empty() => String::new(),
                OfSegment::Name | OfSegment::Stance => text(of, &typed)?,
                OfSegment::Grace => whole(of, &typed, "write working days, like 5")?,
                OfSegment::Accounts => whole(of, &typed, "write how many, like 40, or nothing")?,
                OfSegment::Floor => period(of, &typed)?,
                OfSegment::Share => share(of, &typed)?,
            };
            edits.value(of, format!("segments.{}.{path}", segment.key), value);
        }
        let held = segment.touchpoints.len();
        for slot in 0.. {
            match slot {
                slot if slot < held => self.of_touchpoint(form, at, slot, edits)?,
                slot if fields::has_slot(form, at, slot) => self.added(form, at, slot, edits)?,
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// A touchpoint the segment has: other values, another kind, or gone.
    fn of_touchpoint(&self, form: &Form<Of>, at: usize, slot: usize, edits: &mut Edits) -> Result<(), Wrong> {
        let segment = &self.model.segments[at];
        let of = |field| Of::Touchpoint(at, slot, field);
        let path = format!("segments.{}.touchpoints.{}", segment.key, segment.touchpoints[slot].kind);
        let kind = self.typed(form, of(OfTouchpoint::Kind));
        if kind.as_deref() == Some("") {
            edits.rename(of(OfTouchpoint::Kind), path, String::new());
            return Ok(());
        }
        for (field, name) in
            [(OfTouchpoint::Every, "every"), (OfTouchpoint::Prepare, "prepare_hours"), (OfTouchpoint::Hold, "hold_hours")]
        {
            let Some(typed) = self.typed(form, of(field)) else { continue };
            let value = if field == OfTouchpoint::Every { period(of(field), &typed)? } else { hours(of(field), &typed)? };
            edits.value(of(field), format!("{path}.{name}"), value);
        }
        if let Some(kind) = kind {
            let renamed = text(of(OfTouchpoint::Kind), &kind)?;
            edits.rename(of(OfTouchpoint::Kind), format!("{path}.kind"), renamed);
        }
        Ok(())
    }

    /// A touchpoint that is added, where its place was filled in.
    fn added(&self, form: &Form<Of>, at: usize, slot: usize, edits: &mut Edits) -> Result<(), Wrong> {
        let of = |field| Of::Touchpoint(at, slot, field);
        let kind = form.value(of(OfTouchpoint::Kind)).trim().to_owned();
        if kind.is_empty() {
            return Ok(());
        }
        let every = period(of(OfTouchpoint::Every), &form.value(of(OfTouchpoint::Every)))?;
        let mut values = vec![format!("every = {every}")];
        for (field, name) in [(OfTouchpoint::Prepare, "prepare_hours"), (OfTouchpoint::Hold, "hold_hours")] {
            let typed = form.value(of(field));
            if !typed.trim().is_empty() {
                values.push(format!("{name} = {}", hours(of(field), &typed)?));
            }
        }
        let path = format!("segments.{}.touchpoints.{kind}", self.model.segments[at].key);
        edits.rename(of(OfTouchpoint::Kind), path, format!("{{ {} }}", values.join(", ")));
        Ok(())
    }
}

impl Subject for Edit {
    type Of = Of;

    fn title(&self, ground: &Ground) -> String {
        let drives = if ground.driving().key == self.key { "drives the cadence" } else { "a lens: no date moves" };
        format!("Edit {} ({drives})", self.model.name)
    }

    fn form(&self, _ground: &Ground) -> Form<Of> {
        let mut form = fields::form(&self.model);
        if let Some(at) = self.at {
            form.focus(Of::Touchpoint(at, 0, first_field(&self.model, at)));
        }
        form
    }

    fn command(&self, form: &Form<Of>, ground: &Ground) -> Result<Option<Command>, Wrong> {
        let edits = self.edits(form)?;
        let Some(here) = edits.first else { return Ok(None) };
        let Some(held) = ground.models.iter().find(|held| held.row.key == self.key) else {
            return Err((here, "the book has this model no more".to_owned()));
        };
        let pairs = edits.values.iter().map(|(path, value)| (path.as_str(), value.as_str()));
        let toml = edited(&held.row.toml, pairs).map_err(|refusal| {
            let hint = refusal.hint().map_or_else(String::new, |hint| format!("; {hint}"));
            (here, format!("{refusal}{hint}"))
        })?;
        match Model::parse(&toml, "the model") {
            Ok(_) => Ok(Some(Command::EditModel { key: self.key.clone(), toml, seen: Some(held.row.rev) })),
            Err(error) => Err((here, format!("{}; {}", error.what, error.hint))),
        }
    }

    fn follow(&self, form: &mut Form<Of>) {
        fields::follow(form, &self.model);
    }

    fn looks(&self) -> Looks {
        Looks::WhenLeft
    }

    fn model(&self, command: &Command, _ground: &Ground) -> Option<Model> {
        let Command::EditModel { toml, .. } = command else { return None };
        Model::parse(toml, "the model").ok()
    }
}

/// Where one begins on the page of a segment: how often it is reviewed, or the kind where it is not.
fn first_field(model: &Model, at: usize) -> OfTouchpoint {
    if model.segments[at].touchpoints.is_empty() { OfTouchpoint::Kind } else { OfTouchpoint::Every }
}

/// A text as a model file writes it.
fn text(of: Of, typed: &str) -> Result<String, Wrong> {
    if typed.is_empty() {
        return Err((of, "this cannot be empty".to_owned()));
    }
    Ok(Value::from(typed).to_string())
}

fn period(of: Of, typed: &str) -> Result<String, Wrong> {
    let read: Period = typed.trim().parse().map_err(|error| (of, format!("{error}")))?;
    Ok(Value::from(read.to_string()).to_string())
}

/// A number without a point where it needs none.
fn number(of: Of, typed: &str, hint: &str) -> Result<String, Wrong> {
    let read = typed.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    read.map(|number| number.to_string()).ok_or_else(|| (of, hint.to_owned()))
}

fn hours(of: Of, typed: &str) -> Result<String, Wrong> {
    number(of, typed, "write hours, like 1.5")
}

fn whole(of: Of, typed: &str, hint: &str) -> Result<String, Wrong> {
    typed.parse::<u32>().map(|number| number.to_string()).map_err(|_| (of, hint.to_owned()))
}

/// A percentage as the share of one that a model file writes.
fn share(of: Of, typed: &str) -> Result<String, Wrong> {
    let hint = "write percent, like 20, or nothing";
    let percent: f64 = number(of, typed.trim_end_matches(['%', ' ']), hint)?.parse().map_err(|_| (of, hint.to_owned()))?;
    if !(0.0..=100.0).contains(&percent) {
        return Err((of, format!("a share of {percent} %: write percent from 0 to 100")));
    }
    Ok(((percent * 10_000.0).round() / 1_000_000.0).to_string())
}

/// Cuts with spaces, commas or semicolons between, as a list.
fn read_cuts(of: Of, typed: &str) -> Result<String, Wrong> {
    let mut read = Vec::new();
    for part in typed.split([' ', ';', ',', '\t']).filter(|part| !part.is_empty()) {
        let cut = part.parse::<f64>().ok().filter(|cut| (0.0..=100.0).contains(cut));
        read.push(
            cut.ok_or_else(|| (of, format!("“{part}” is no cut: write points from 0 to 100, like 33.3 66.7")))?.to_string(),
        );
    }
    Ok(format!("[{}]", read.join(", ")))
}
