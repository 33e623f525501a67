//! The fields a model is edited in, page by page: cuts and guard, the model itself, then each segment with its touchpoints.

use crate::console::dialogs::sheet;
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::domain::model::{Model, Segment, Touchpoint};

/// Touchpoints that can be added to a segment at once.
const SPARE: usize = 3;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The cuts of a dimension, by its place.
    Cuts(usize),
    /// Something to read, by its place.
    Note(usize),
    /// A value of the model.
    Model(OfModel),
    /// A value of a segment, by its place.
    Segment(usize, OfSegment),
    /// A value of a touchpoint, by the places of its segment and its own.
    Touchpoint(usize, usize, OfTouchpoint),
}

/// A value of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfModel {
    /// Its name.
    Name,
    /// Points around a cut.
    Margin,
    /// How long a decision holds moves back.
    Dwell,
    /// How long a score counts as fresh.
    ScoreValid,
    /// How long a placement stands unconfirmed.
    ConfirmEvery,
    /// How often the model is looked at.
    EvaluateEvery,
}

/// A value of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfSegment {
    /// Its name.
    Name,
    /// Its stance.
    Stance,
    /// Working days of grace.
    Grace,
    /// The longest silence.
    Floor,
    /// Wanted share of the book, percent.
    Share,
    /// Accounts one owner can look after.
    Accounts,
}

/// A value of a touchpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfTouchpoint {
    /// Its kind; empty takes it away.
    Kind,
    /// How often.
    Every,
    /// Hours to prepare one.
    Prepare,
    /// Hours to hold one.
    Hold,
}

/// The form of a model as it stands.
#[must_use]
pub fn form(model: &Model) -> Form<Of> {
    let mut form = Form::new().page("Cuts");
    for (at, dimension) in model.dimensions.iter().enumerate() {
        form = form.text(Of::Cuts(at), &dimension.name, &cuts(&dimension.cuts));
    }
    let cut = "Cuts lie between 0 and 100, several with spaces between. A score equal to a cut is in the upper band.";
    let guard = "Within the margin of a cut, and for the dwell after a decision, no move is proposed.";
    form = form
        .text(Of::Model(OfModel::Margin), "Margin, points", &points(model.guard.margin))
        .text(Of::Model(OfModel::Dwell), "Dwell", &model.guard.dwell.to_string())
        .lines(Of::Note(0), "", vec![sheet::line(Role::Dim, cut), sheet::line(Role::Dim, guard)])
        .page("Model")
        .text(Of::Model(OfModel::Name), "Name", &model.name)
        .text(Of::Model(OfModel::ConfirmEvery), "Confirmed every", &model.confirm_every.to_string())
        .text(Of::Model(OfModel::ScoreValid), "Scores are fresh for", &model.score_valid.to_string())
        .text(Of::Model(OfModel::EvaluateEvery), "Evaluated every", &model.evaluate_every.to_string());
    for (at, segment) in model.segments.iter().enumerate() {
        form = page(form, at, segment);
    }
    form
}

fn page(form: Form<Of>, at: usize, segment: &Segment) -> Form<Of> {
    let of = |field| Of::Segment(at, field);
    let mut form = form.page(&format!("{} {}", segment.letter, segment.name));
    for (slot, touchpoint) in segment.touchpoints.iter().map(Some).chain([None; SPARE]).enumerate() {
        form = slot_of(form, at, slot, touchpoint);
    }
    form.text(of(OfSegment::Grace), "Grace, working days", &segment.grace.to_string())
        .text(of(OfSegment::Floor), "Silent after", &segment.floor.to_string())
        .text(of(OfSegment::Name), "Name", &segment.name)
        .text(of(OfSegment::Stance), "Stance", &segment.stance)
        .text(of(OfSegment::Share), "Target share, %", &segment.target_share.map_or_else(String::new, percent))
        .text(
            of(OfSegment::Accounts),
            "Accounts per owner",
            &segment.accounts_per_owner.map_or_else(String::new, |n| n.to_string()),
        )
}

/// The fields of a touchpoint, or of one that could be added.
fn slot_of(form: Form<Of>, at: usize, slot: usize, touchpoint: Option<&Touchpoint>) -> Form<Of> {
    let of = |field| Of::Touchpoint(at, slot, field);
    let label = if touchpoint.is_some() { "Kind (empty: none)" } else { "Another kind" };
    let said = |value: fn(&Touchpoint) -> String| touchpoint.map_or_else(String::new, value);
    form.text(of(OfTouchpoint::Kind), label, &said(|touchpoint| touchpoint.kind.clone()))
        .text(of(OfTouchpoint::Every), "  every", &said(|touchpoint| touchpoint.every.to_string()))
        .text(of(OfTouchpoint::Prepare), "  hours to prepare", &said(|touchpoint| touchpoint.prepare_hours.to_string()))
        .text(of(OfTouchpoint::Hold), "  hours to hold", &said(|touchpoint| touchpoint.hold_hours.to_string()))
}

/// Whether a segment's page has a place of that number for a touchpoint.
#[must_use]
pub fn has_slot(form: &Form<Of>, at: usize, slot: usize) -> bool {
    form.has(Of::Touchpoint(at, slot, OfTouchpoint::Kind))
}

/// Shows of each touchpoint what can be filled in: nothing of one that goes, one empty place to add another.
pub fn follow(form: &mut Form<Of>, model: &Model) {
    for (at, segment) in model.segments.iter().enumerate() {
        let held = segment.touchpoints.len();
        let mut open = true;
        for slot in 0..held + SPARE {
            let of = |field| Of::Touchpoint(at, slot, field);
            let named = !form.value(of(OfTouchpoint::Kind)).trim().is_empty();
            let seen = slot < held || open;
            if seen {
                form.reveal(of(OfTouchpoint::Kind))
            } else {
                form.hide(of(OfTouchpoint::Kind))
            }
            for field in [OfTouchpoint::Every, OfTouchpoint::Prepare, OfTouchpoint::Hold] {
                if named && seen { form.reveal(of(field)) } else { form.hide(of(field)) }
            }
            open = slot + 1 < held || named;
        }
    }
}

/// Tenths of a point as they are typed: `50`, `33.3`.
fn points(tenths: u16) -> String {
    (f64::from(tenths) / 10.0).to_string()
}

fn cuts(cuts: &[u16]) -> String {
    let all: Vec<String> = cuts.iter().map(|cut| points(*cut)).collect();
    all.join(" ")
}

/// A share as percent, as fine as it is.
fn percent(share: f64) -> String {
    let percent = (share * 1_000_000.0).round() / 10_000.0;
    percent.to_string()
}
