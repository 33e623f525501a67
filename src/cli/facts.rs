//! `add`, `archive`, `restore`: clients come and go.

use clap::Args;

use super::call::Call;
use super::fault::Fault;
use super::shape::ClientItem;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{AddClient, Command};
use crate::store::Store;

/// Add a client.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  quarterdeck add \"Northwind Traders\" --id C-17 --owner Ana --arr 48000 --currency EUR --renewal-on 2027-03-31")]
pub struct Add {
    /// Its name
    #[arg(allow_hyphen_values = true)]
    name: String,
    /// Its id in another system
    #[arg(long, alias = "external-id", value_name = "ID", allow_hyphen_values = true)]
    id: Option<String>,
    /// Who looks after it
    #[arg(long)]
    owner: Option<String>,
    /// What it pays a year
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    arr: Option<String>,
    /// What it pays a month, instead
    #[arg(long, value_name = "N", conflicts_with = "arr", allow_hyphen_values = true)]
    mrr: Option<String>,
    /// In which currency
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Where it is in its life with you
    #[arg(long)]
    stage: Option<String>,
    /// Its industry
    #[arg(long)]
    industry: Option<String>,
    /// What the relationship is to achieve
    #[arg(long)]
    goal: Option<String>,
    /// Who speaks for you there
    #[arg(long)]
    champion: Option<String>,
    /// A number of it by a name of yours; once for each
    #[arg(long = "measure", value_name = "NAME=N")]
    measures: Vec<String>,
    /// When the contract renews
    #[arg(long, alias = "renewal", value_name = "DATE", allow_hyphen_values = true)]
    renewal_on: Option<String>,
    /// When it came on board
    #[arg(long, alias = "onboarded", value_name = "DATE", allow_hyphen_values = true)]
    onboarded_on: Option<String>,
    /// Tags, ; between
    #[arg(long)]
    tags: Option<String>,
    /// Notes
    #[arg(long, allow_hyphen_values = true)]
    notes: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let json = self.json;
        let mut fields = vec![(Field::Name, self.name)];
        let said = [
            (Field::ExternalId, self.id),
            (Field::Owner, self.owner),
            (Field::Arr, self.arr),
            (Field::Mrr, self.mrr),
            (Field::Currency, self.currency),
            (Field::Stage, self.stage),
            (Field::Industry, self.industry),
            (Field::Goal, self.goal),
            (Field::Champion, self.champion),
            (Field::RenewalOn, self.renewal_on),
            (Field::OnboardedOn, self.onboarded_on),
            (Field::Tags, self.tags),
            (Field::Notes, self.notes),
        ];
        for (field, value) in said.into_iter().filter_map(|(field, value)| Some((field, value?))) {
            fields.push((field, written(field, &value, call)?));
        }
        fields.extend(self.measures.into_iter().map(|measure| (Field::Measures, measure)));
        // What the rules refuse must not leave a new empty book behind.
        let mut trial = crate::domain::client::Client::named(ClientId(0), "");
        fields.iter().try_for_each(|(field, value)| trial.set(*field, value))?;
        let store = call.open_or_make()?;
        let receipt = store.execute(&Command::Add(AddClient { fields }), &call.stamp)?;
        let client = ClientId(*receipt.made.first().expect("adding a client makes one"));
        answer(&store, client, &receipt.summary, json, call)
    }
}

/// A value in the form the book reads: dates may be given in words.
pub fn written(field: Field, value: &str, call: &Call) -> Result<String, Fault> {
    match field {
        Field::RenewalOn | Field::OnboardedOn | Field::ChampionLostOn if !value.trim().is_empty() => {
            Ok(call.date(value)?.to_string())
        }
        Field::RenewalOn
        | Field::OnboardedOn
        | Field::ChampionLostOn
        | Field::ExternalId
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
        | Field::Tags
        | Field::Notes => Ok(value.to_owned()),
    }
}

/// Take a client out of the book. Its history is kept, and restore brings it back.
#[derive(Debug, Args)]
pub struct Archive {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why it leaves: at least ten characters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Archive {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let receipt = store.execute(&Command::Archive { client, note: self.note }, &call.stamp)?;
        answer(&store, client, &receipt.summary, self.json, call)
    }
}

/// Bring an archived client back.
#[derive(Debug, Args)]
pub struct Restore {
    /// The client: id, external id, or the beginning of its name
    #[arg(allow_hyphen_values = true)]
    client: String,
    /// Why it comes back
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    note: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let store = call.open()?;
        let client = store.find(&self.client)?;
        let receipt = store.execute(&Command::Restore { client, note: self.note }, &call.stamp)?;
        answer(&store, client, &receipt.summary, self.json, call)
    }
}

/// What was done, or the client as it is now.
pub fn answer(store: &Store, client: ClientId, summary: &str, json: bool, call: &mut Call) -> Result<(), Fault> {
    if !json {
        return call.out.text(&format!("{summary} (id {client})"));
    }
    let page = store.page(client, call.today())?;
    call.out.json(&ClientItem::from(&page))
}
