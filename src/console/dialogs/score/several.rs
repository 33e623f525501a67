//! What several clients have and would get, where they are scored alike.

use super::super::sheet::{self, line};
use super::questions::ScoreSheet;
use crate::console::theme::Role;
use crate::domain::model::Factor;
use crate::domain::text::Shown;

/// Clients named of those with one value.
const NAMED: usize = 3;

/// Where how many of several clients would be proposed: `3 in A Transform, 2 of them to move`.
pub fn goals(sheets: &[ScoreSheet], changed: &[(String, u8)], today: chrono::NaiveDate) -> Vec<(Role, Shown)> {
    let mut goals: Vec<(Option<&str>, usize, usize)> = Vec::new();
    for sheet in sheets {
        let (proposal, _) = sheet.proposal(changed, today);
        let to = proposal.segment;
        let elsewhere = usize::from(to.is_some() && proposal.drift);
        match goals.iter_mut().find(|(known, ..)| *known == to) {
            Some((_, many, drift)) => (*many, *drift) = (*many + 1, *drift + elsewhere),
            None => goals.push((to, 1, elsewhere)),
        }
    }
    let Some(model) = sheets.first().map(|sheet| &sheet.model) else { return Vec::new() };
    goals.sort_by_key(|(to, ..)| to.map_or(usize::MAX, |to| model.order_of(to)));
    let said = |(to, many, drift): &(Option<&str>, usize, usize)| {
        let to = to.map_or_else(|| "without a proposal".to_owned(), |to| format!("in {}", sheet::segment(model, Some(to))));
        let drift = if *drift > 0 { format!(", {drift} of them to move") } else { String::new() };
        line(if drift.is_empty() { Role::Text } else { Role::Drift }, &format!("{many} {to}{drift}"))
    };
    goals.iter().map(said).collect()
}

/// How many of several clients have which value of a factor: `all have 3`, `2 have 3, 1 not scored`.
pub fn spread(sheets: &[ScoreSheet], at: usize) -> String {
    let groups = groups(sheets, at);
    let said = |(value, names): &(Option<u8>, Vec<&str>)| match (value, groups.len()) {
        (None, 1) => "nobody scored".to_owned(),
        (Some(value), 1) => format!("all have {value}"),
        (None, _) => format!("{} not scored", names.len()),
        (Some(value), _) => format!("{} {} {value}", names.len(), if names.len() == 1 { "has" } else { "have" }),
    };
    groups.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// Who has which value of a factor: `3: Acme, Bolt and 4 more; not scored: Crane`.
pub fn who(sheets: &[ScoreSheet], at: usize) -> String {
    let named = |(value, names): &(Option<u8>, Vec<&str>)| {
        let value = value.map_or_else(|| "not scored".to_owned(), |value| value.to_string());
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{value}: {}{more}", names[..names.len().min(NAMED)].join(", "))
    };
    groups(sheets, at).iter().map(named).collect::<Vec<_>>().join("; ")
}

/// The names of the clients by their value of a factor, those without one last.
fn groups(sheets: &[ScoreSheet], at: usize) -> Vec<(Option<u8>, Vec<&str>)> {
    let top = sheets.first().and_then(|sheet| sheet.factor(at)).map_or(0, Factor::top);
    let having = |value: Option<u8>| {
        let names = sheets.iter().filter(|sheet| sheet.value(at) == value).map(|sheet| sheet.client.name.as_str());
        (value, names.collect::<Vec<_>>())
    };
    (1..=top).map(Some).chain([None]).map(having).filter(|(_, names)| !names.is_empty()).collect()
}
