//! How a board shares the clients out: by the segments they are placed in, by what scores propose, or by any two dimensions.

use std::sync::Arc;

use super::error::StoreError;
use super::ground::Ground;
use super::lens::LensAxis;
use crate::domain::model::{Dimension, Guard, Membership, Model, Segment, Touch};

/// How a board shares the clients out over the segments of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrangement {
    model: Arc<Model>,
    by: By,
}

/// What decides in which segment a client is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    /// A person's decision.
    Placement,
    /// Its scores, whatever segment it is in.
    Proposal,
    /// Its scores on two dimensions; the model is made for them on the spot, a segment per cell, with keys like `2.1`.
    Scores(Box<(LensAxis, LensAxis)>),
}

impl Arrangement {
    /// The model whose segments stand on the board.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// What decides where a client is shown.
    #[must_use]
    pub fn by(&self) -> &By {
        &self.by
    }
}

impl Ground {
    /// The clients in their segments of a model; of the driving one where none is named.
    ///
    /// # Errors
    /// No such model.
    pub fn placed(&self, model: Option<&str>) -> Result<Arrangement, StoreError> {
        Ok(Arrangement { model: self.model(model)?, by: By::Placement })
    }

    /// A model as a lens.
    ///
    /// # Errors
    /// No such model.
    pub fn proposed(&self, model: &str) -> Result<Arrangement, StoreError> {
        Ok(Arrangement { model: self.model(Some(model))?, by: By::Proposal })
    }

    /// Two dimensions as a lens, each named by its key or as `model.dimension`.
    ///
    /// # Errors
    /// No model of the book has one of them.
    pub fn crossed(&self, x: &str, y: &str) -> Result<Arrangement, StoreError> {
        let (x, y) = (self.dimension(x)?, self.dimension(y)?);
        Ok(Arrangement { model: Arc::new(crossed(&x, &y)), by: By::Scores(Box::new((x, y))) })
    }
}

/// The key of the segment that stands for a cell: band of x, band of y, from 1.
#[must_use]
pub fn cell_key(x_band: u8, y_band: u8) -> String {
    format!("{x_band}.{y_band}")
}

/// The bands of a cell by its key.
pub(super) fn bands_of(cell: &str) -> Option<(u8, u8)> {
    let (x, y) = cell.split_once('.')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

/// A model of two dimensions with a segment for each cell; it asks for nothing and stands in no book.
fn crossed(x: &LensAxis, y: &LensAxis) -> Model {
    let of = |axis: &LensAxis, other: &LensAxis| {
        let dimension = axis.dimension();
        let alike = dimension.name == other.dimension().name;
        let name = if alike { format!("{} ({})", dimension.name, axis.model().name) } else { dimension.name.clone() };
        Dimension { key: format!("{}.{}", axis.model().key, dimension.key), name, ..dimension.clone() }
    };
    let (across, up) = (of(x, y), of(y, x));
    let driving = x.model();
    let bands = (1..=up.bands()).rev().flat_map(|on_y| (1..=across.bands()).map(move |on_x| (on_x, on_y)));
    let segments = bands.enumerate().map(|(at, (on_x, on_y))| {
        let name = format!("{} × {}", band_name(on_x, across.bands()), band_name(on_y, up.bands()));
        cell(at, (on_x, on_y), name, driving)
    });
    Model {
        key: format!("{}/{}", across.key, up.key),
        name: format!("{} × {}", across.name, up.name),
        description: String::new(),
        source: String::new(),
        membership: Membership::One,
        x: across.key.clone(),
        y: Some(up.key.clone()),
        score_valid: driving.score_valid,
        confirm_every: driving.confirm_every,
        evaluate_every: driving.evaluate_every,
        guard: Guard { margin: 0, ..driving.guard },
        segments: segments.collect(),
        dimensions: vec![across, up],
    }
}

fn cell(at: usize, bands: (u8, u8), name: String, of: &Model) -> Segment {
    let letter =
        u8::try_from(at).ok().filter(|at| *at < 26).map_or_else(|| (at + 1).to_string(), |at| char::from(b'a' + at).to_string());
    Segment {
        key: cell_key(bands.0, bands.1),
        letter,
        name,
        stance: String::new(),
        cells: vec![bands],
        initiatives: Vec::new(),
        owners: Vec::new(),
        touch: Touch::None,
        touch_is_said: false,
        grace: 0,
        floor: of.confirm_every,
        target_share: None,
        playbook: Vec::new(),
        touchpoints: Vec::new(),
        offers: Vec::new(),
        accounts_per_owner: None,
    }
}

/// `low`, `middle`, `high`; a number where there are more bands than words.
fn band_name(band: u8, of: u8) -> String {
    match (band, of) {
        (_, 1) => "any".to_owned(),
        (1, _) => "low".to_owned(),
        (band, of) if band == of => "high".to_owned(),
        (2, 3) => "middle".to_owned(),
        (band, _) => format!("band {band}"),
    }
}
