//! What a client's scores are and would be: the questions of a model with what was answered before.

use std::sync::Arc;

use super::super::sheet::{self, line};
use crate::console::canvas::Look;
use crate::console::parts::form::Form;
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::client::Client;
use crate::domain::fields::{Fields, derive};
use crate::domain::model::{Dimension, Factor, FactorValues, Model};
use crate::domain::placement::Placement;
use crate::domain::reckoning::{Reckoned, ReckonedFactor};
use crate::domain::score::{DimensionScore, Proposal, Score, percent, propose};
use crate::domain::text::Shown;
use crate::store::ClientPage;

/// Earlier values of a factor that are shown.
const HISTORY: usize = 4;

/// A factor that is asked, with its dimension, by place in the model.
pub struct Asked {
    pub(super) dimension: usize,
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
    /// Every dimension with what made its score.
    reckoning: Vec<Reckoned>,
    /// What was recorded of the factors, the latest first; empty where the dialog shows no history.
    past: Vec<Score>,
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
        let (client, placement, reckoning) = (page.client.clone(), page.placement.clone(), page.reckoning.clone());
        Self { client, placement, last_review_on: page.last_review_on, values, factors, model, reckoning, past: Vec::new() }
    }

    /// With what was recorded of the factors, the latest first.
    pub(super) fn with_past(self, past: Vec<Score>) -> Self {
        Self { past, ..self }
    }

    /// The same questions without a value and a place: for several clients at once.
    pub(super) fn blank(&self) -> Self {
        let factors = self.factors.iter().map(|asked| Asked { dimension: asked.dimension, factor: asked.factor }).collect();
        let (client, model) = (self.client.clone(), Arc::clone(&self.model));
        Self {
            client,
            model,
            factors,
            placement: None,
            last_review_on: None,
            values: FactorValues::new(),
            reckoning: Vec::new(),
            past: Vec::new(),
        }
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
    pub fn questions<K: Copy + PartialEq>(&self, dimension: usize, form: Form<K>, of: fn(usize) -> K) -> Form<K> {
        let asked = self.factors.iter().enumerate().filter(|(_, asked)| asked.dimension == dimension);
        asked.fold(form, |form, (at, _)| self.question(at, form, of))
    }

    /// Adds one question to a form.
    #[must_use]
    pub(super) fn question<K: Copy + PartialEq>(&self, at: usize, form: Form<K>, of: fn(usize) -> K) -> Form<K> {
        let Some(factor) = self.factor(at) else { return form };
        let levels = factor.levels.iter().map(|words| Shown::line(words)).collect();
        form.scale(of(at), &factor.question, levels, self.value(at))
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
        let off = if self.is_on_axis(dimension) { "" } else { ", off the axes" };
        let said = match dimension.score(values) {
            Some(score) => {
                let points = sheet::points(look, score.tenths);
                let share = match percent((score.confidence * 1000.0).round() as i64) {
                    100 => String::new(),
                    share => format!(", confidence {share} %"),
                };
                format!("{} {points}{off}  ({scored} of {} scored{share})", dimension.name, dimension.factors.len())
            }
            None => format!("{}{off}: not scored", dimension.name),
        };
        vec![line(Role::Title, &said)]
    }

    fn is_on_axis(&self, dimension: &Dimension) -> bool {
        self.model.x == dimension.key || self.model.y.as_ref() == Some(&dimension.key)
    }

    /// The dimensions on the axes that a proposal scores: what lies on a cut or near one, in words.
    #[must_use]
    pub fn cuts(&self, look: &Look, proposal: &Proposal<'_>) -> Vec<(Role, Shown)> {
        let axes = [(Some(self.model.x_axis()), proposal.x), (self.model.y_axis(), proposal.y)];
        let said = |(axis, score): (Option<&Dimension>, Option<DimensionScore>)| {
            let (axis, tenths) = (axis?, score?.tenths);
            let cut = axis.cuts.iter().copied().min_by_key(|cut| cut.abs_diff(tenths))?;
            let (far, at) = (cut.abs_diff(tenths), sheet::points(look, cut));
            if far == 0 {
                return Some(line(Role::Near, &format!("{} is on the cut at {at}: upper band", axis.name)));
            }
            (far < self.model.guard.margin)
                .then(|| line(Role::Near, &format!("{} is near the cut at {at}: {} away", axis.name, sheet::points(look, far))))
        };
        axes.into_iter().filter_map(said).collect()
    }

    fn reckoned(&self, at: usize) -> Option<(&Reckoned, &ReckonedFactor)> {
        let asked = self.factors.get(at)?;
        let dimension = self.reckoning.get(asked.dimension)?;
        Some((dimension, dimension.factors.get(asked.factor)?))
    }

    /// When and by whom a factor was scored, when that is stale, and its weight where weights differ; empty where there is nothing to say.
    #[must_use]
    pub fn about(&self, at: usize, look: &Look) -> Vec<(Role, Shown)> {
        let Some((dimension, factor)) = self.reckoned(at) else { return Vec::new() };
        let weight = dimension.weighted.then(|| factor.weight_in_words());
        let said: Vec<String> = words::age(factor, look).into_iter().chain(weight).collect();
        let role = if factor.is_stale(look.today) { Role::Warning } else { Role::Dim };
        if said.is_empty() { Vec::new() } else { vec![line(role, &format!(" {}", said.join("; ")))] }
    }

    /// The factors of a dimension that are derived: the value, the client's number and the band it falls into.
    #[must_use]
    pub fn derived(&self, dimension: usize, look: &Look) -> Vec<(Role, Shown)> {
        let Some(dimension) = self.reckoning.get(dimension) else { return Vec::new() };
        let derived = dimension.factors.iter().filter(|factor| factor.derived_from().is_some());
        let said = derived.map(|factor| {
            let words = words::saying(look, |words| factor.in_words(dimension.weighted, words));
            line(Role::Dim, &format!("{} {words}", factor.question))
        });
        said.collect()
    }

    /// The values of a factor before the one in force: `before: 3 on 2026-01-02 (ben), 2 on 2025-06-01 (ana)`.
    #[must_use]
    pub fn history(&self, at: usize, look: &Look) -> Option<String> {
        let key = &self.factor(at)?.key;
        let earlier = self.past.iter().filter(|score| score.factor == *key).skip(1).take(HISTORY);
        let said: Vec<String> =
            earlier.map(|score| format!("{} on {} ({})", score.value, look.formats.date(score.on), score.by)).collect();
        (!said.is_empty()).then(|| format!("before: {}", said.join(", ")))
    }
}
