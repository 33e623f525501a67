//! Which column of a file fills which field: choices first, then the best claim.

use super::claims::{Claim, claims};
use super::columns::{ColumnChoice, Field, Places, folded, listed};
use super::origins::recognised;
use super::scale::{Scale, ScaleChoice};
use crate::exchange::refused::{Refused, shown_cell};

/// A column of a file with what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header as written.
    pub header: String,
    /// The field it fills; none where it is left out.
    pub field: Option<Field>,
    /// The currency its header names (`arr_usd`).
    pub currency: Option<String>,
    /// The kind of review its header names (`qbr_last_date`).
    pub kind: Option<String>,
    /// How its figures or words stand for scores; none where they are scores already.
    pub scale: Option<Scale>,
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Column by column, in the order of the file.
    pub columns: Vec<Column>,
    /// What somebody should know about how they were understood.
    pub notes: Vec<String>,
    /// What the columns mean by themselves, after a look at their cells where there was one.
    pub(super) claims: Vec<Option<Claim>>,
    /// What the cells said against the words of their header.
    pub(super) vetoes: Vec<String>,
}

impl Mapping {
    /// Finds the field of each column by the headers alone: what was said about it, else what its header means; the better
    /// word wins.
    ///
    /// # Errors
    /// A choice that names no column, or gives a column or field twice.
    pub fn of(headers: &[String], choices: &[ColumnChoice]) -> Result<Self, Refused> {
        Self::awarding(headers, choices, claims(headers, recognised(headers, &[]), said_name(headers, choices)), Vec::new())
    }

    /// The same columns, understood as they were, with other choices and scales: the file need not be read again.
    ///
    /// # Errors
    /// A choice or a scale that does not fit.
    pub fn chosen(&self, choices: &[ColumnChoice], scales: &[ScaleChoice]) -> Result<Self, Refused> {
        let headers: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        let mut mapping = Self::awarding(&headers, choices, self.claims.clone(), self.vetoes.clone())?;
        mapping.put_scales(scales)?;
        Ok(mapping)
    }

    /// Gives each field to the column with the best claim; choices go before claims.
    pub(super) fn awarding(
        headers: &[String],
        choices: &[ColumnChoice],
        claims: Vec<Option<Claim>>,
        vetoes: Vec<String>,
    ) -> Result<Self, Refused> {
        let chosen = resolved(headers, choices)?;
        let mut mapping = Self { notes: vetoes.clone(), vetoes, ..Self::default() };
        for (at, header) in headers.iter().enumerate() {
            let claim = claims[at].as_ref();
            let field = match chosen[at] {
                Some(choice) => choice.field.clone(),
                None => claim.and_then(|claim| mapping.awarded(headers, &claims, &chosen, at, claim)),
            };
            let fits = |claim: &&Claim| field.as_ref() == Some(&claim.field);
            let (currency, kind) =
                claim.filter(fits).map_or((None, None), |claim| (claim.currency.clone(), claim.kind.map(str::to_owned)));
            if let Some((unit, field)) = claim.filter(fits).and_then(|claim| Some((claim.unit?, &claim.field))) {
                let header = shown_cell(header);
                mapping.notes.push(format!("column “{header}” is taken as {field} as it stands, though its header says {unit}"));
            }
            mapping.columns.push(Column { header: header.clone(), field, currency, kind, scale: None });
        }
        mapping.claims = claims;
        Ok(mapping)
    }

    /// Puts the scales to their columns: one said for a column goes before one said for its factor.
    pub(super) fn put_scales(&mut self, scales: &[ScaleChoice]) -> Result<(), Refused> {
        let count = self.columns.len();
        for choice in scales {
            let named = ColumnChoice::new(choice.of(), None);
            let at = self.columns.iter().position(|column| named.names(&column.header)).or_else(|| named.number(count));
            let refused = |why: String| Refused::BadScale { given: choice.given().to_owned(), why };
            let score = |column: &Column| matches!(column.field, Some(Field::Score(_)));
            let field: Option<Field> = choice.of().parse().ok();
            if let Some(column) = at.map(|at| &mut self.columns[at]) {
                if !score(column) {
                    let header = shown_cell(&column.header);
                    return Err(refused(format!(
                        "column “{header}” is no score; say of which factor: --map '{header}=score.FACTOR'"
                    )));
                }
                column.scale = Some(choice.scale().clone());
                continue;
            }
            let of_factor: Vec<usize> =
                (0..count).filter(|at| score(&self.columns[*at]) && self.columns[*at].field == field).collect();
            if of_factor.is_empty() {
                let headers: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
                let of = shown_cell(choice.of());
                return Err(refused(format!("no column is “{of}” or fills it; the columns are: {}", listed(&headers))));
            }
            for at in of_factor {
                let header = self.columns[at].header.clone();
                let own = scales.iter().any(|other| ColumnChoice::new(other.of(), None).names(&header));
                if !own {
                    self.columns[at].scale = Some(choice.scale().clone());
                }
            }
        }
        Ok(())
    }

    /// The column that fills a field.
    #[must_use]
    pub fn index_of(&self, field: &Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field.as_ref() == Some(field))
    }

    /// The factors that have a score column.
    pub fn factors(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| match &column.field {
            Some(Field::Score(factor)) => Some(factor.as_str()),
            Some(_) | None => None,
        })
    }

    /// The field a column claims, unless it was given away or another column has the better word for it.
    fn awarded(
        &mut self,
        headers: &[String],
        claims: &[Option<Claim>],
        chosen: &[Option<&ColumnChoice>],
        at: usize,
        claim: &Claim,
    ) -> Option<Field> {
        let header = || shown_cell(&headers[at]);
        if let Some(by) =
            chosen.iter().position(|choice| choice.is_some_and(|choice| choice.field.as_ref() == Some(&claim.field)))
        {
            let by = shown_cell(&headers[by]);
            self.notes.push(format!("column “{}” is left out: “{by}” was said to be {}", header(), claim.field));
            return None;
        }
        if let Some(unit) = claim.unit {
            self.notes.push(format!(
                "column “{}” is left out: its header says {unit}, so its figures are no amounts in full; write them in full",
                header()
            ));
            return None;
        }
        let better = |(other, rival): (usize, &Option<Claim>)| {
            let rival = rival.as_ref().filter(|rival| rival.field == claim.field && rival.unit.is_none())?;
            if chosen[other].is_some() {
                return None;
            }
            ((rival.rank, other) < (claim.rank, at)).then_some((rival.rank, other))
        };
        if let Some((_, winner)) = claims.iter().enumerate().filter_map(better).min() {
            let (winner, loser) = (shown_cell(&headers[winner]), shown_cell(&headers[at]));
            let field = &claim.field;
            self.notes.push(if winner == loser {
                format!("column “{loser}” is there more than once: the first is taken as {field}, the others are left out")
            } else {
                format!("column “{loser}” is left out: “{winner}” is taken as {field}")
            });
            return None;
        }
        let fills = |(other, field): (usize, &Option<Claim>)| match chosen[other] {
            Some(choice) => choice.field == Some(Field::Mrr),
            None => field.as_ref().is_some_and(|field| field.field == Field::Mrr && field.unit.is_none()),
        };
        if claim.turnover && claims.iter().enumerate().any(fills) {
            let header = header();
            self.notes.push(format!("column “{header}” is left out as the client's own turnover: the monthly fees are taken"));
            return None;
        }
        if claim.turnover {
            let header = header();
            self.notes.push(format!(
                "column “{header}” is taken as {}; where it is the client's own turnover, leave it out with --map '{header}=ignore'",
                claim.field
            ));
        }
        if claim.field == Field::Owner && folded(&headers[at]).ends_with("ownerid") {
            let header = header();
            self.notes.push(format!(
                "column “{header}” holds the ids of owners: where the export can name them, add that column; else leave it out with \
                 --map '{header}=ignore'"
            ));
        }
        Some(claim.field.clone())
    }
}

/// The choice for each column.
pub(super) fn resolved<'a>(headers: &[String], choices: &'a [ColumnChoice]) -> Result<Vec<Option<&'a ColumnChoice>>, Refused> {
    let mut chosen: Vec<Option<&ColumnChoice>> = vec![None; headers.len()];
    let places = Places::of(headers);
    for choice in choices {
        let at = places.at(choice).ok_or_else(|| no_column(headers, choice))?;
        // Several columns may feed one factor; any other field has one.
        let shared = matches!(choice.field, None | Some(Field::Score(_)));
        let twice = !shared && choices.iter().any(|other| other != choice && other.field == choice.field);
        if twice || chosen[at].is_some_and(|earlier| earlier != choice) {
            let why = "the same column or field is given twice".to_owned();
            return Err(Refused::BadMap { given: choice.given.clone(), why });
        }
        chosen[at] = Some(choice);
    }
    Ok(chosen)
}

/// The column somebody said to be the name of the client.
pub(super) fn said_name(headers: &[String], choices: &[ColumnChoice]) -> Option<usize> {
    Places::of(headers).at(choices.iter().find(|choice| choice.field == Some(Field::Name))?)
}

fn no_column(headers: &[String], choice: &ColumnChoice) -> Refused {
    let column = shown_cell(choice.column());
    let why = format!("there is no column “{column}”; the columns are: {}", listed(headers));
    Refused::BadMap { given: choice.given.clone(), why }
}
