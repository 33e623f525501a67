//! `session start`: who goes through which clients, with which targets.

use clap::Args;

use super::{show, warn_of_nobody};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::domain::calendar::Fiscal;
use crate::domain::command::{Command, SessionAct, StartSession};
use crate::domain::text::fold;
use crate::store::Store;

/// Start a session. Scope, people, targets and agenda stay editable while it is open; nothing of the book changes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quarterdeck session start \"2026 Q4\" --facilitator Zoe --participant Ana --participant Ben
  quarterdeck session start --facilitator Zoe --where 'arr>20k' --target A=20% --target D=0.4
  quarterdeck session start --facilitator Zoe --agenda 'contested,near,drift,renewal=90'

Participants are those whose proposals are awaited. Evidence (what is due, stale, near a renewal)
goes by the day of --as-of. A target is the share of the scope a segment is meant to have.

RULES of the agenda are the reasons that count, the first one first: contested, proposed, unplaced,
near, back-and-forth, put-off, drift, confirm, scores, changed, overdue, renewal; `all` stands for
those not named, -overdue leaves one out. renewal=90 sets the days before a renewal.")]
pub struct Start {
    /// Its name; left out, the fiscal quarter: 2026 Q4
    name: Option<String>,
    /// The model whose segments are decided on, where it is not the driving one
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Only the clients a filter lets through
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    r#where: Option<String>,
    /// The day the evidence goes by; today where none is given
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
    /// Who leads it
    #[arg(long, value_name = "WHO")]
    facilitator: String,
    /// Who may lead it as well; more than once for several
    #[arg(long = "co-facilitator", value_name = "WHO")]
    co_facilitators: Vec<String>,
    /// Who takes part; more than once for several
    #[arg(long = "participant", value_name = "WHO")]
    participants: Vec<String>,
    /// The share of the scope a segment is meant to have: A=0.2 or A=20%
    #[arg(long = "target", value_name = "SEGMENT=SHARE", value_parser = share_given)]
    targets: Vec<(String, u16)>,
    /// Which reasons count on the agenda, and in which order
    #[arg(long, value_name = "RULES", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    agenda: String,
    /// Answer in JSON, as `session show` does
    #[arg(long)]
    json: bool,
}

impl Start {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let as_of = self.as_of.as_deref().map(|text| call.date(text)).transpose()?;
        let store = call.open()?;
        let name = match self.name {
            Some(name) => name,
            None => quarter_name(store.ground().fiscal(), as_of.unwrap_or(call.today())),
        };
        let start = StartSession {
            name: name.clone(),
            model: self.model,
            scope: self.r#where.unwrap_or_default(),
            as_of,
            facilitator: self.facilitator,
            co_facilitators: self.co_facilitators,
            participants: self.participants,
            targets: self.targets,
            agenda: self.agenda,
        };
        let receipt = store.execute(&Command::Session(SessionAct::Start(start)), &call.stamp)?;
        let session = begun(&store, &name)?;
        warn_of_nobody(&session, &store, call)?;
        if self.json {
            return show::json(&store, session, call);
        }
        call.out.text(&receipt.summary)?;
        show::outline(&store, session, call)
    }
}

/// The session just started.
fn begun(store: &Store, name: &str) -> Result<crate::domain::session::Session, Fault> {
    let named = |session: &crate::domain::session::Session| fold(session.name.trim()) == fold(name.trim());
    let open = store.open_sessions()?;
    let at = open.iter().position(named).unwrap_or_default();
    open.into_iter().nth(at).ok_or_else(|| Fault::failed("the session was started, and finalised or given up at once"))
}

/// The fiscal quarter of a day as sessions are called: `2026 Q4`.
fn quarter_name(fiscal: Fiscal, day: chrono::NaiveDate) -> String {
    let label = fiscal.quarter_of(day).label;
    match label.split_once(" FY") {
        Some((quarter, year)) => format!("{year} {quarter}"),
        None => label,
    }
}

/// A target share: `A=0.2`, `A=20%`, in per mille.
fn share_given(text: &str) -> Result<(String, u16), String> {
    let (segment, share) = text.rsplit_once('=').ok_or("write SEGMENT=SHARE: A=0.2 or A=20%")?;
    Ok((segment.trim().to_owned(), per_mille(share)?))
}

/// A share in per mille from `0.2` or `20%`.
pub fn per_mille(text: &str) -> Result<u16, String> {
    let wrong = || "a share lies between 0 and 1, or 0% and 100%: 0.2 or 20%".to_owned();
    let text = text.trim().replace(',', ".");
    let (digits, whole) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim(), 100.0),
        None => (text.as_str(), 1.0),
    };
    let share: f64 = digits.parse().map_err(|_| wrong())?;
    let share = share / whole;
    if !(0.0..=1.0).contains(&share) {
        return Err(wrong());
    }
    // Between 0 and 1000.
    Ok((share * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Month, NaiveDate};

    #[test]
    fn a_share_is_a_fraction_or_a_percentage() {
        for (text, share) in [("A=0.2", 200), ("A=20%", 200), ("A = 12.5 %", 125), ("A=0,333", 333), ("A=1", 1000), ("A=0", 0)] {
            assert_eq!(share_given(text), Ok(("A".to_owned(), share)), "{text}");
        }
        for text in ["A", "A=", "A=20", "A=-0.1", "A=101%", "A=NaN", "A=inf", "A=much"] {
            assert!(share_given(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_session_is_called_after_its_fiscal_quarter() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        assert_eq!(quarter_name(Fiscal::default(), day), "2026 Q4");
        assert_eq!(quarter_name(Fiscal { begins: Month::July }, day), "2027 Q2");
    }
}
