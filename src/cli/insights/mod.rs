//! `insights`: how the book is spread over segments, owners and targets, and how that changed in a span.

mod document;
mod tables;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::call::Call;
use super::fault::Fault;
use super::progress::watched;
use crate::domain::calendar::Every;
use crate::domain::model::Model;
use crate::store::{Distribution, DistributionQuery, FiguresOf, Listed, Moves, MovesQuery, OwnerBooks, Shares};

/// The most days a distribution has.
const MOST: usize = 400;

/// How the book is spread over segments, owners and targets, and how that changed in a span.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck insights                             the last twelve month ends and today
  quarterdeck insights --from 2025-12-31 --by quarter
  quarterdeck insights --owner Ana --json

The span goes from the end of its first day to the end of its last. Days are those an entry was
recorded under, as for board --as-of and moves; reviews count that were due after the first day, as
for figures. An owner's clients are those it has now, on every day.

Guideline: how many owners the segments' accounts_per_owner asks for; over 100 % is more than one
owner can look after. Shares are of the clients in any segment, and of the revenue in the book's
currency. In a model of several memberships a client counts in each of its segments. Hours are those
the touchpoints of the segments ask for in a year, by week.")]
pub struct Insights {
    /// The model, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    from: Option<String>,
    /// The last day; today where nothing is said
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    to: Option<String>,
    /// How far the days of the distribution are apart
    #[arg(long, value_name = "WHAT", default_value = "month")]
    by: By,
    /// Only the clients this owner has now
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// The last days of months
    Month,
    /// The last days of fiscal quarters
    Quarter,
    /// Sundays
    Week,
}

impl From<By> for Every {
    fn from(by: By) -> Self {
        match by {
            By::Month => Self::Month,
            By::Quarter => Self::Quarter,
            By::Week => Self::Week,
        }
    }
}

/// Everything there is to say.
struct Found {
    from: NaiveDate,
    to: NaiveDate,
    by: &'static str,
    owner: Option<String>,
    currency: String,
    distribution: Distribution,
    books: OwnerBooks,
    shares: Shares,
    moves: Moves,
    /// By segment and by owner.
    figures: (FiguresOf, FiguresOf),
}

impl Insights {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let today = call.today();
        let to = self.to.as_deref().map_or(Ok(today), |to| call.date(to))?;
        let from = self.from.as_deref().map(|from| call.date(from)).transpose()?;
        let store = call.open()?;
        let ground = store.ground();
        let (model, every) = (ground.model(self.model.as_deref())?, Every::from(self.by));
        let from = from.unwrap_or_else(|| every.back(every.usual(), to, ground.fiscal()));
        if from > to {
            let fault = Fault::refused(format!("the span ends on {to}, before it begins on {from}"));
            return Err(fault.hint("give the earlier day to --from and the later one to --to"));
        }
        let days = every.between(from, to, ground.fiscal(), MOST + 1);
        if days.len() > MOST {
            let fault = Fault::refused(format!("from {from} to {to} there are more than {MOST} days to be looked at"));
            return Err(fault.hint("give a later day to --from, or --by quarter"));
        }
        let owner = self.owner.clone();
        let key = Some(model.key.clone());
        let query = DistributionQuery { model: key.clone(), days, owner: owner.clone() };
        let distribution = watched("reading the history of", call, |watch| store.distribution(&query, watch))?;
        let listed = Listed::Nothing;
        let query = MovesQuery { model: key.clone(), from, to, owner: owner.clone(), listed };
        let moves = watched("reading the history of", call, |watch| store.moves(&query, watch))?;
        let span = (from.succ_opt().unwrap_or(from), to);
        let figures =
            watched("counting the reviews of", call, |watch| store.figures_by_both(span, owner.as_deref(), today, watch))?;
        let found = Found {
            from,
            to,
            by: match self.by {
                By::Month => "month",
                By::Quarter => "quarter",
                By::Week => "week",
            },
            currency: ground.currency.clone(),
            distribution,
            books: store.owner_books(key.as_deref(), owner.as_deref(), today)?,
            shares: store.shares(key.as_deref(), owner.as_deref())?,
            moves,
            figures,
            owner,
        };
        if self.json {
            return call.out.json(&document::Document::of(&found, &model, ground.driving()));
        }
        tables::print(&found, &model, ground.driving(), call)
    }
}

/// The keys of the segments that have clients on any day: the model's in their order, then those it no longer has.
fn keys<'a>(found: &'a Found, model: &'a Model) -> Vec<&'a str> {
    let mut keys: Vec<&str> = model.segments.iter().map(|segment| segment.key.as_str()).collect();
    for key in found.distribution.days.iter().flat_map(|of| of.segments.keys()) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    keys
}

/// A number with so many decimals at most.
fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (number * scale).round() / scale
}
