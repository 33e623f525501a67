//! What a header says about its column, by its words alone.

use super::columns::{Field, folded};
use super::headers::{ENTITIES, SYNONYMS, TURNOVER, words_of};
use super::numbers::is_currency_code;
use super::origins::{Says, System};
use crate::domain::measure;
use crate::domain::text::is_key;

/// Added to the rank of a word behind the name of an entity (`Company Owner`).
const BEHIND_ENTITY: usize = 50;
/// Added to the rank of a word the system a file comes from does not use itself.
const FOREIGN: usize = 200;

/// What a header says about its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) field: Field,
    /// How telling the word is, 0 the most.
    pub(super) rank: usize,
    pub(super) currency: Option<String>,
    pub(super) kind: Option<&'static str>,
    /// It is the client's own turnover in most systems.
    pub(super) turnover: bool,
    /// The header is our own name of the field, which is no word of everyday.
    pub(super) own: bool,
    /// The thousands or millions its header says (`ARR in k€`).
    pub(super) unit: Option<&'static str>,
}

impl Claim {
    /// A claim on a field, and nothing said besides.
    pub(super) fn of(field: Field, rank: usize) -> Self {
        Self { field, rank, currency: None, kind: None, turnover: false, own: false, unit: None }
    }
}

/// The claims of all columns of a file of a system; what is no column of its clients claims nothing. `name` is the column
/// somebody said to be the name of the client.
pub(super) fn claims(headers: &[String], system: Option<&System>, name: Option<usize>) -> Vec<Option<Claim>> {
    let mut claims: Vec<Option<Claim>> = headers.iter().map(|header| claim_in(header, system)).collect();
    if !are_deals(headers) {
        return claims;
    }
    // In a file of deals these are the deal's own, whoever the client is; unless each deal is said to be a client: then the
    // ids of the accounts are none of it.
    let deals = name.is_some_and(|at| is_own(&headers[at]));
    for (header, claim) in headers.iter().zip(&mut claims) {
        let identity = |claim: &Claim| matches!(claim.field, Field::Name | Field::ExternalId);
        *claim = claim.take().filter(|claim| !identity(claim) || is_own(header) == deals);
    }
    claims
}

/// Whether a file has a deal a row.
pub(super) fn are_deals(headers: &[String]) -> bool {
    headers.iter().any(|header| DEALS.contains(&folded(header).as_str()))
}

/// Whether a header is that of the row itself, not of the client it is about.
pub(super) fn is_own(header: &str) -> bool {
    ITSELF.contains(&folded(header).as_str())
}

/// Headers of files with a deal a row.
const DEALS: &[&str] = &[
    "stagename",
    "opportunityid",
    "opportunityname",
    "opportunitystage",
    "dealid",
    "dealname",
    "dealtitle",
    "dealstage",
    "dealvalue",
    "opportunityowner",
];

/// Headers that are those of the deal or contact itself where there is one a row.
const ITSELF: &[&str] = &["id", "name", "recordid", "hsobjectid"];

fn claim_in(header: &str, system: Option<&System>) -> Option<Claim> {
    let Some(system) = system else { return claim(header) };
    match system.says(header) {
        Some(Says::Nothing) => None,
        Some(Says::Is(field, rank)) => {
            let words = claim(header).filter(|claim| claim.field == field).unwrap_or_else(|| Claim::of(field, rank));
            Some(Claim { rank, ..words })
        }
        None => claim(header).map(|claim| Claim { rank: claim.rank + FOREIGN, ..claim }),
    }
}

/// What a header means by itself, where it means a field.
pub(super) fn claim(header: &str) -> Option<Claim> {
    if let Some(factor) = factor_of(header) {
        return Some(Claim { own: true, ..Claim::of(Field::Score(factor), 0) });
    }
    if let Some(name) = measure_of(header) {
        return Some(Claim { own: true, ..Claim::of(Field::Measure(name), 0) });
    }
    if let Some(field) = placement_of(header) {
        return Some(Claim { own: true, ..Claim::of(field, 0) });
    }
    // `ARR [k€]`: what stands in brackets is a remark, unless it says of what the amounts are.
    if let Some(claim) = header.contains('[').then(|| amount_of(&folded(&with_codes(header)))).flatten() {
        return Some(claim);
    }
    let key = folded(&without_remarks(header));
    if key.is_empty() {
        return None;
    }
    if let Some(claim) = look_up(&key) {
        let own = claim.rank == 0 && header.trim().eq_ignore_ascii_case(&claim.field.to_string());
        return Some(Claim { own, ..claim });
    }
    if let Some(claim) = ENTITIES.iter().find_map(|entity| key.strip_prefix(entity).and_then(look_up)) {
        return Some(Claim { rank: claim.rank + BEHIND_ENTITY, ..claim });
    }
    amount_of(&key).or_else(|| currency_of_amount(&key))
}

/// The currency of an amount beside it (`ARR Currency`, as Salesforce calls it in reports `Annual Revenue Currency`).
fn currency_of_amount(key: &str) -> Option<Claim> {
    const AMOUNTS: &[&str] = &["amount", "deal", "dealamount", "contract", "billing", "invoice", "fee", "local"];
    let amount = ["currencyisocode", "currencycode", "currency"].into_iter().find_map(|word| key.strip_suffix(word))?;
    let rank = match look_up(amount) {
        Some(claim) => Some(claim.rank).filter(|_| claim.field.is_money()),
        None => AMOUNTS.contains(&amount).then_some(BEHIND_ENTITY),
    };
    rank.map(|rank| Claim::of(Field::Currency, BEHIND_ENTITY + rank))
}

fn look_up(key: &str) -> Option<Claim> {
    SYNONYMS.iter().find_map(|line| {
        let field = &line.0;
        let rank = words_of(line).position(|word| word == key)?;
        let kind = ["QBR", "EBR"].into_iter().find(|kind| key.contains(&kind.to_lowercase()));
        let kind = kind.filter(|_| *field == Field::LastReviewOn);
        Some(Claim { kind, turnover: TURNOVER.contains(&key), ..Claim::of(field.clone(), rank) })
    })
}

/// An amount with its currency or its unit behind it (`arrusd`, `arrineur`, `revenueink`), or its currency before it.
fn amount_of(key: &str) -> Option<Claim> {
    let words = SYNONYMS.iter().filter(|(field, _)| field.is_money()).flat_map(words_of);
    let longest = words.filter(|word| key.starts_with(word)).max_by_key(|word| word.len());
    let behind = longest.and_then(|word| Some((look_up(word)?, key.strip_prefix(word)?)));
    if let Some((claim, rest)) = behind {
        let rest = rest.strip_prefix("in").unwrap_or(rest);
        let (unit, rest) = without_unit(rest);
        let code = rest.to_ascii_uppercase();
        if is_currency_code(&code) {
            return Some(Claim { currency: Some(code), unit, ..claim });
        }
        if rest.is_empty() && unit.is_some() {
            return Some(Claim { unit, ..claim });
        }
    }
    let (code, amount) = key.split_at_checked(3)?;
    let code = code.to_ascii_uppercase();
    let claim = look_up(amount).filter(|claim| claim.field.is_money() && is_currency_code(&code))?;
    Some(Claim { currency: Some(code), ..claim })
}

/// The unit at either end of what stands behind an amount (`k`, `keur`, `eurm`, `000s`).
fn without_unit(rest: &str) -> (Option<&'static str>, &str) {
    const THOUSANDS: &[&str] = &["thousands", "thousand", "tausend", "000s", "000", "tsd", "k"];
    const MILLIONS: &[&str] = &["millions", "million", "millionen", "mio", "mln", "mn", "mm", "m"];
    const BILLIONS: &[&str] = &["billions", "billion", "mrd", "bn", "b"];
    for (unit, words) in [("thousands", THOUSANDS), ("millions", MILLIONS), ("billions", BILLIONS)] {
        for word in words {
            // A code of its own that only ends or begins like a unit (`MXN`) is no unit.
            let cut = rest.strip_prefix(word).or_else(|| rest.strip_suffix(word));
            if let Some(cut) = cut.filter(|cut| cut.is_empty() || is_currency_code(&cut.to_ascii_uppercase())) {
                return (Some(unit), cut);
            }
        }
    }
    // T€ is a thousand in German.
    match rest.strip_prefix('t').filter(|cut| is_currency_code(&cut.to_ascii_uppercase())) {
        Some(cut) => (Some("thousands"), cut),
        None => (None, rest),
    }
}

/// The factor of a `score.FACTOR` or `score.MODEL.FACTOR` header.
pub(super) fn factor_of(header: &str) -> Option<String> {
    let header = header.trim();
    let (word, factor) = header.split_at_checked(6)?;
    let factor = factor.trim();
    (word.eq_ignore_ascii_case("score.") && !factor.is_empty()).then(|| factor.to_lowercase())
}

/// The measure of a `measure.NAME` header; white space in the name counts as a hyphen.
pub(super) fn measure_of(header: &str) -> Option<String> {
    let (word, name) = header.trim().split_once('.')?;
    let name = name.split_whitespace().collect::<Vec<_>>().join("-");
    if word.eq_ignore_ascii_case("measure") { measure::name(&name).ok() } else { None }
}

/// The field of a `segment.MODEL` or `segment_since.MODEL` header.
pub(super) fn placement_of(header: &str) -> Option<Field> {
    let (word, model) = header.trim().split_once('.')?;
    let model = Some(model.trim().to_lowercase()).filter(|model| is_key(model))?;
    match word.to_lowercase().as_str() {
        "segment" => Some(Field::SegmentOf(model)),
        "segment_since" => Some(Field::SegmentSinceOf(model)),
        _ => None,
    }
}

/// A header without the marks systems add: `[required]`, `*`, `__c`; currency signs become codes.
pub(super) fn without_remarks(header: &str) -> String {
    let mut words = header.trim();
    if let Some((before, _)) = words.split_once('[') {
        words = before;
    }
    for custom in ["__c", "__C"] {
        words = words.strip_suffix(custom).unwrap_or(words);
    }
    match words.trim_end().strip_suffix('#').filter(|what| !what.trim().is_empty()) {
        Some(what) => with_codes(&format!("{what} number")),
        None => with_codes(words),
    }
}

/// A header with the codes of the currencies whose signs it has.
fn with_codes(header: &str) -> String {
    header.replace('€', "eur").replace('£', "gbp").replace('$', "usd")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ARR (EUR)", Field::Arr, Some("EUR"), None)]
    #[case("arr_usd", Field::Arr, Some("USD"), None)]
    #[case("ARR in €", Field::Arr, Some("EUR"), None)]
    #[case("USD ARR", Field::Arr, Some("USD"), None)]
    #[case("Revenue in k€", Field::Arr, Some("EUR"), Some("thousands"))]
    #[case("Revenue ($M)", Field::Arr, Some("USD"), Some("millions"))]
    #[case("Umsatz in T€", Field::Arr, Some("EUR"), Some("thousands"))]
    #[case("ARR (000s)", Field::Arr, None, Some("thousands"))]
    #[case("ARR (MXN)", Field::Arr, Some("MXN"), None)]
    #[case("MRR [EUR]", Field::Mrr, Some("EUR"), None)]
    #[case("ARR [k€]", Field::Arr, Some("EUR"), Some("thousands"))]
    #[case("MRR [required]", Field::Mrr, None, None)]
    fn an_amount_names_its_currency_and_unit(
        #[case] header: &str,
        #[case] field: Field,
        #[case] currency: Option<&str>,
        #[case] unit: Option<&str>,
    ) {
        let claim = claim(header).expect("a claim");
        assert_eq!((claim.field, claim.currency.as_deref(), claim.unit), (field, currency, unit), "{header}");
    }

    #[rstest]
    #[case("Account ID", Field::ExternalId)]
    #[case("ACCOUNT_NAME", Field::Name)]
    #[case("accountName", Field::Name)]
    #[case("account-name", Field::Name)]
    #[case("Company: Name [required]", Field::Name)]
    #[case("Organization - Owner", Field::Owner)]
    #[case("Vertragsverlängerung", Field::RenewalOn)]
    #[case("Währung", Field::Currency)]
    #[case("Nom du client", Field::Name)]
    #[case("Klantnaam", Field::Name)]
    #[case("Nombre del cliente", Field::Name)]
    #[case("Verlengingsdatum", Field::RenewalOn)]
    #[case("Renewal_Date__c", Field::RenewalOn)]
    #[case("Annual Revenue Currency", Field::Currency)]
    #[case("ARR Currency", Field::Currency)]
    #[case("ACV_Currency_Code", Field::Currency)]
    #[case("Deal Currency", Field::Currency)]
    #[case("Customer #", Field::ExternalId)]
    #[case("Account #", Field::ExternalId)]
    fn a_header_means_its_field_however_it_is_written(#[case] header: &str, #[case] field: Field) {
        assert_eq!(claim(header).map(|claim| claim.field), Some(field), "{header}");
    }

    #[rstest]
    #[case("Last Activity Date")]
    #[case("LastActivityDate")]
    #[case("Last Contacted")]
    #[case("Created Date")]
    #[case("CreatedDate")]
    #[case("Close Date")]
    #[case("Next Activity Date")]
    #[case("Number of Employees")]
    #[case("Billing City")]
    #[case("#")]
    #[case("Owner Currency")]
    fn what_is_no_field_of_ours_claims_nothing(#[case] header: &str) {
        assert_eq!(claim(header), None);
    }
}
