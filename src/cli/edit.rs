//! `edit`: facts of a client changed, or periods of its own set and ended.

use clap::Args;
use serde_json::json;

use super::call::Call;
use super::clocks::Done;
use super::facts::{answer, written};
use super::fault::{Code, Fault};
use crate::domain::calendar::Period;
use crate::domain::client::Field;
use crate::domain::command::{Command, EditClient, OwnPeriods};
use crate::domain::nearest::nearest;

/// Change facts of a client, or give it periods of its own. An empty value takes a fact or an own period away.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck edit acme owner=\"Ben\" arr=52000
  quarterdeck edit acme goal= --note \"the goal was reached in spring\"
  quarterdeck edit acme champion= measure.tickets=12
  quarterdeck edit acme period.QBR=\"2 weeks\" --until +3m --note \"hypercare after the go-live\"
  quarterdeck edit acme period.QBR=                by its segment again

Fields: name, external_id, owner, arr, mrr, currency, stage, industry, goal, champion,
champion_lost_on, renewal_on, onboarded_on, tags, notes; measure.NAME for any number worth a name
(tickets a month, seats); and period.KIND for each kind of review. A champion taken away is lost
from today on, until there is a new one. A period of its own needs a note of at least ten
characters. Where two people set the same fact at once, the later value stands; the history has
both, with what each found there.")]
pub struct Edit {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// What is to be different
    #[arg(required = true, value_name = "FIELD=VALUE")]
    facts: Vec<String>,
    /// The last day a period of its own applies; for good where not given
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// Why, for the history
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// One FIELD=VALUE as given.
enum Given {
    Fact(Field, String),
    Period(String, Option<Period>),
}

impl Edit {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let (mut fields, mut periods) = (Vec::new(), Vec::new());
        for fact in &self.facts {
            match given(fact, call)? {
                Given::Fact(field, value) => fields.push((field, value)),
                Given::Period(kind, every) => periods.push((kind, every)),
            }
        }
        if periods.is_empty() {
            return self.edit(fields, call);
        }
        if !fields.is_empty() {
            let fault = Fault::refused("own periods and other facts of a client are two steps, each with its own note");
            return Err(fault.hint("edit them one after the other"));
        }
        self.own(periods, call)
    }

    fn edit(self, fields: Vec<(Field, String)>, call: &mut Call) -> Result<(), Fault> {
        if self.until.is_some() {
            let fault = Fault::refused("--until goes with a period of the client's own");
            return Err(fault.hint("write it like period.QBR=\"2 weeks\" --until 2026-12-31"));
        }
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let detail = self.note.as_deref().map_or_else(|| json!({}), |note| json!({ "note": note.trim() }));
        let command = Command::Edit(EditClient { client, seen: None, fields });
        let receipt = store.execute_with(&command, &detail.to_string(), &call.stamp)?;
        answer(&store, client, &receipt.summary, self.json, call)
    }

    fn own(self, periods: Vec<(String, Option<Period>)>, call: &mut Call) -> Result<(), Fault> {
        let until = self.until.as_deref().map(|text| call.date(text)).transpose()?;
        if until.is_some() && periods.iter().all(|(_, every)| every.is_none()) {
            return Err(Fault::refused("--until names the last day of a period, and no period is set here"));
        }
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let command = Command::OwnPeriods(OwnPeriods { client, periods, until, note: self.note.unwrap_or_default() });
        let receipt = store.execute(&command, &call.stamp)?;
        Done { client, receipt: &receipt, review: None, date: until }.answer(&store, self.json, call)
    }
}

fn given(fact: &str, call: &Call) -> Result<Given, Fault> {
    let Some((name, value)) = fact.split_once('=') else {
        return Err(Fault::refused(format!("“{fact}” is no FIELD=VALUE")).hint("write it like owner=\"Ana Moreno\""));
    };
    let (name, value) = (name.trim(), value.trim());
    if let Some((of, kind)) = name.split_once('.').filter(|(of, _)| of.eq_ignore_ascii_case("period")) {
        let every = if value.is_empty() { None } else { Some(value.parse::<Period>()?) };
        if kind.trim().is_empty() {
            return Err(Fault::refused(format!("{of}. of which kind of review?")).hint("write it like period.QBR=\"2 weeks\""));
        }
        return Ok(Given::Period(kind.trim().to_owned(), every));
    }
    if let Some((_, measure)) = name.split_once('.').filter(|(of, _)| of.eq_ignore_ascii_case("measure")) {
        return Ok(Given::Fact(Field::Measures, format!("{}={value}", measure.trim())));
    }
    let field = Field::of(&name.to_lowercase().replace('-', "_")).or((name == "id").then_some(Field::ExternalId));
    let field = field.ok_or_else(|| unknown(name))?;
    Ok(Given::Fact(field, written(field, value, call)?))
}

fn unknown(name: &str) -> Fault {
    let keys = || Field::ALL.map(Field::key).into_iter().chain(["measure.NAME", "period.KIND"]);
    let fault = Fault::new(Code::Refused, format!("a client has no field “{name}”"));
    match nearest(name, keys()) {
        Some(near) => fault.hint(format!("did you mean {near}?")),
        None => fault.hint(format!("there are {}", keys().collect::<Vec<_>>().join(", "))),
    }
}
