//! The systems files come from: by which columns each is known, and which of them are fields of ours.

mod sales;
mod services;

use super::Origin;
use super::columns::{Field, folded};
use super::headers::ENTITIES;

use sales::{DYNAMICS, FRESHSALES, HUBSPOT, PIPEDRIVE, SALESFORCE, ZOHO};
use services::{AUTOTASK, CONNECTWISE, GAINSIGHT, HALOPSA};

/// All systems, the most particular first.
///
/// From `headers.csv` of the shared data (developer pages, public importers of real exports, templates of the makers).
pub(super) const SYSTEMS: &[System] =
    &[PIPEDRIVE, DYNAMICS, AUTOTASK, HALOPSA, GAINSIGHT, CONNECTWISE, HUBSPOT, FRESHSALES, ZOHO, SALESFORCE];

/// A system and its columns. Headers are folded (small letters and digits only).
pub(super) struct System {
    pub(super) origin: Origin,
    /// Its name as people write it.
    pub(super) name: &'static str,
    /// Headers hardly any other system has.
    strong: &'static [&'static str],
    /// Headers it shares with others.
    usual: &'static [&'static str],
    /// What only its headers look like, whole.
    mark: fn(&str) -> bool,
    /// What only its ids look like.
    id: fn(&str) -> bool,
    /// Its columns that are fields of ours, the most telling of each field first.
    fields: &'static [(&'static str, Field)],
    /// Its columns that sound like fields of ours and are none.
    none: &'static [&'static str],
}

/// What a system says about one of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// It is this field, with a rank: 0 is the most telling.
    Is(Field, usize),
    /// It is no field of ours.
    Nothing,
}

impl System {
    /// The system of an origin; none for our own files and unknown ones.
    pub(super) fn of(origin: Origin) -> Option<&'static Self> {
        SYSTEMS.iter().find(|system| system.origin == origin)
    }

    /// What it says about a column; none where it is silent.
    pub(super) fn says(&self, header: &str) -> Option<Says> {
        let key = key_of(header);
        let key = key.as_str();
        if self.origin == Origin::Dynamics && is_of_another_table(header) {
            return Some(Says::Nothing);
        }
        if self.none.contains(&key) {
            return Some(Says::Nothing);
        }
        let rank = self.fields.iter().position(|(word, _)| *word == key);
        rank.map(|rank| Says::Is(self.fields[rank].1.clone(), rank))
    }

    /// Its columns as far as they are known here, folded.
    #[cfg(test)]
    pub(super) fn headers(&self) -> Vec<String> {
        let fields = self.fields.iter().map(|(word, _)| *word);
        let mut words: Vec<String> = self.strong.iter().chain(self.usual).copied().chain(fields).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// How much a header and the first cells look like it: strong signs and shared ones.
    fn signs(&self, headers: &[String], examples: &[String]) -> (usize, usize) {
        let keys: Vec<String> = headers.iter().map(|header| key_of(header)).collect();
        let has = |words: &[&str]| keys.iter().filter(|key| words.contains(&key.as_str())).count();
        let marked = headers.iter().filter(|header| (self.mark)(header.trim())).count().min(3);
        let ids = examples.iter().filter(|cell| (self.id)(cell.trim())).count().min(2);
        (has(self.strong) + marked + ids, has(self.usual))
    }
}

/// The system whose columns these are; `examples` are first cells of the columns, where there are any.
pub(super) fn recognised(headers: &[String], examples: &[String]) -> Option<&'static System> {
    let signs = SYSTEMS.iter().map(|system| (system, system.signs(headers, examples)));
    let enough = |(strong, usual): (usize, usize)| strong >= 2 || strong == 1 && usual >= 3;
    let known = signs.filter(|(_, signs)| enough(*signs));
    // The first of equals: the list goes from the most particular to the least.
    known.rev().max_by_key(|(_, (strong, usual))| strong * 3 + usual).map(|(system, _)| system)
}

/// A header without the words a system puts around it.
fn key_of(header: &str) -> String {
    let header = header.trim();
    let header = header.split_once('[').map_or(header, |(before, _)| before);
    let key = folded(header);
    key.strip_prefix("property").filter(|rest| !rest.is_empty() && header.contains('_')).map(str::to_owned).unwrap_or(key)
}

/// `City (Primary Contact) (Contact)`: a column of a related table.
fn is_of_another_table(header: &str) -> bool {
    let rest = header.trim_end().strip_suffix(')').and_then(|head| head.rsplit_once(" ("));
    rest.is_some_and(|(head, _)| head.trim_end().ends_with(')') && head.contains(" ("))
}

/// `Organization: Name [required]`, with whatever word the entity was renamed to.
fn is_autotask(header: &str) -> bool {
    let entity = header.split_once(": ").map(|(entity, _)| folded(entity));
    entity.is_some_and(|entity| entity == "site" || ENTITIES.contains(&entity.as_str()))
}

fn is_pipedrive(header: &str) -> bool {
    let starts = |entity: &&str| header.get(..entity.len()).is_some_and(|start| start.eq_ignore_ascii_case(entity));
    ["Organization - ", "Person - ", "Deal - "].iter().any(starts)
}

fn is_salesforce_id(cell: &str) -> bool {
    matches!(cell.len(), 15 | 18)
        && (cell.starts_with("001") || cell.starts_with("005") || cell.starts_with("006"))
        && cell.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && cell.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn never(_: &str) -> bool {
    false
}

/// Why rows with a mark of deletion are left out.
pub(super) fn deleted(origin: Origin) -> &'static str {
    match origin {
        Origin::Salesforce => "deleted in Salesforce",
        Origin::Hubspot => "deleted in HubSpot",
        Origin::Connectwise => "deleted in ConnectWise",
        Origin::Gainsight => "deleted in Gainsight",
        Origin::Zoho => "deleted in Zoho",
        Origin::Pipedrive => "deleted in Pipedrive",
        Origin::Freshsales => "deleted in Freshsales",
        Origin::Dynamics => "deleted in Dynamics 365",
        Origin::Autotask | Origin::Halopsa | Origin::Auto | Origin::Quarterdeck | Origin::Generic => {
            "marked as deleted where it comes from"
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn origin(headers: &str) -> &'static str {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        recognised(&headers, &[]).map_or("generic", |system| system.origin.name())
    }

    #[rstest]
    #[case("Id,Name,AnnualRevenue,BillingPostalCode,OwnerId", "salesforce")]
    #[case("ID,ISDELETED,NAME,INDUSTRY,ORACLE_ID__C", "salesforce")]
    #[case("Account ID,Account Name,Account Owner,Billing State/Province,Last Modified Date,Type", "salesforce")]
    #[case("Health__c,Name,OwnerId,Renewal_Date__c", "salesforce")]
    #[case("Record ID,Company Name,Company Owner,Create Date,Last Contacted,Lifecycle Stage", "hubspot")]
    #[case("id,is_deleted,property_name,property_industry,property_city", "hubspot")]
    #[case("hs_object_id,name,hubspot_owner_id,lifecyclestage", "hubspot")]
    #[case("(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Owner", "dynamics")]
    #[case("Record Id,Account Name,Account Owner,Created Time,Modified Time,Tag", "zoho")]
    #[case("Organization - ID,Organization - Name,Organization - Owner", "pipedrive")]
    #[case("ORGANIZATION - ID,ORGANIZATION - NAME,ORGANIZATION - OWNER", "pipedrive")]
    #[case("id,identifier,name,status,territory,market,dateAcquired,deletedFlag", "connectwise")]
    #[case("Organization: Name [required],Organization: Number,Organization: Phone", "autotask")]
    #[case("Client ID,Name,Number,Additional Address Information,Alternate Phone 1", "autotask")]
    #[case("id,name,toplevel_name,inactive,accountmanagertech_name", "halopsa")]
    #[case("Gsid,Name,ARR,CSMName,OverallScore", "gainsight")]
    #[case("Name,Company Id,ARR,MRR,CSM,Current Score,Managed As", "gainsight")]
    #[case("Name,Sales Owner,Industry type,Business type,Tags", "freshsales")]
    #[case("Name,Industry", "generic")]
    #[case("name,arr,segment,region,renewal_date,industry,cs_owner,renewal_risk", "generic")]
    #[case("account,sector,year_established,revenue,employees,office_location,subsidiary_of", "generic")]
    #[case("customerID,companyName,contactName,address,city,region,postalCode,country,phone,fax", "generic")]
    #[case("Id,Name,Description,Industry,Website,Phone,City,Country", "generic")]
    #[case("Account Name,Account Owner,Industry,Website,Phone", "generic")]
    fn a_file_is_known_by_its_columns(#[case] headers: &str, #[case] expected: &str) {
        assert_eq!(origin(headers), expected, "{headers}");
    }

    #[test]
    fn a_salesforce_report_is_known_by_its_ids() {
        let headers = ["Account ID", "Account Name", "Account Owner", "Type"].map(str::to_owned);
        let examples = ["001bm00001ZL8U9AAL", "Edge", "Ann", "Customer"].map(str::to_owned);
        assert_eq!(recognised(&headers, &examples).map(|system| system.name), Some("Salesforce"));
    }

    #[test]
    fn a_column_of_a_related_table_is_no_field() {
        let system = System::of(Origin::Dynamics).expect("known");
        assert_eq!(system.says("Industry (Parent Account) (Account)"), Some(Says::Nothing));
        assert_eq!(system.says("(Do Not Modify) Account"), Some(Says::Is(Field::ExternalId, 0)));
    }

    #[test]
    fn no_word_of_a_system_stands_twice() {
        for system in SYSTEMS {
            let words = system.fields.iter().map(|(word, _)| *word).chain(system.none.iter().copied());
            let mut words: Vec<&str> = words.collect();
            assert!(words.iter().all(|word| folded(word) == *word), "{}: folded", system.name);
            words.sort_unstable();
            assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{}: {words:?}", system.name);
        }
    }

    proptest! {
        #[test]
        fn the_order_of_the_columns_does_not_matter(seed in any::<u64>(), at in 0usize..SYSTEMS.len()) {
            let system = &SYSTEMS[at];
            let mut headers: Vec<String> = system.strong.iter().chain(system.usual).map(|word| (*word).to_owned()).collect();
            let before = recognised(&headers, &[]).map(|system| system.name);
            let count = headers.len();
            for step in 0..count {
                headers.swap(step, (seed.rotate_left(step as u32) % count as u64) as usize);
            }
            headers.push("Something of our own".to_owned());
            prop_assert_eq!(recognised(&headers, &[]).map(|system| system.name), before);
        }
    }
}
