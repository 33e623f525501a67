//! Clients that may be the same: names and ids that differ only in what people and spreadsheets change.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::Connection;
use serde::Serialize;

use crate::domain::client::{Client, ClientId};
use crate::domain::text::fold;
use crate::store::error::StoreError;

/// What is done about a row that would make a probable duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Twin {
    /// They are two clients: a new one is made.
    #[default]
    Apart,
    /// They are the same: the row is about the client of the book.
    Same,
    /// The row is left out.
    Skip,
}

/// A client of the book that a row may be about, though nothing says so for sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probable {
    /// The client of the book.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its id in the other system.
    pub external_id: Option<String>,
    /// Why it may be the same.
    pub why: &'static str,
    /// What was done about it.
    pub decision: Twin,
}

/// Why a client of the book may be the one of a row.
pub(super) fn alike(id: Option<&str>, name: &str, client: &Client) -> Option<&'static str> {
    let ids = id.zip(client.external_id.as_deref());
    if ids.is_some_and(|(id, other)| id_key(id) == id_key(other)) {
        return Some("the same id but for case, spaces or leading zeros");
    }
    let archived = client.archived_on.is_some();
    if fold(name) == fold(&client.name) {
        return Some(if archived { "the same name; that client is archived" } else { "the same name" });
    }
    (name_core(name)? == name_core(&client.name)?).then_some("the same name but for its legal form or punctuation")
}

/// Clients by the core of their names and ids; the first of each. Built from the book when it is first asked, then kept up.
#[derive(Debug, Default)]
pub(super) struct Doubles {
    /// Hashes of cores, so that a large book costs 24 bytes a client or so.
    first: Option<HashMap<u64, ClientId>>,
    /// The keys asked for last: of a row that becomes a client they are not made twice.
    asked: [Option<u64>; 2],
}

impl Doubles {
    /// Clients a row may be about: by its id, then by its name. Hashes only: the caller looks whether they really are.
    pub fn candidates(&mut self, db: &Connection, id: Option<&str>, name: &str) -> Result<Vec<ClientId>, StoreError> {
        self.asked = keys(id, name);
        let asked = self.asked;
        let first = self.all(db)?;
        Ok(asked.into_iter().flatten().filter_map(|key| first.get(&key).copied()).collect())
    }

    /// A client got its id.
    pub fn add(&mut self, client: ClientId, id: Option<&str>, name: &str) {
        self.keep(client, keys(id, name));
    }

    /// The client asked for last was made.
    pub fn add_asked(&mut self, client: ClientId) {
        self.keep(client, self.asked);
    }

    fn keep(&mut self, client: ClientId, keys: [Option<u64>; 2]) {
        let Some(first) = &mut self.first else { return };
        for key in keys.into_iter().flatten() {
            first.entry(key).or_insert(client);
        }
    }

    fn all(&mut self, db: &Connection) -> Result<&HashMap<u64, ClientId>, StoreError> {
        if self.first.is_none() {
            let mut first = HashMap::new();
            // The folded name has the same core as the name, and is at hand.
            let mut statement = db.prepare_cached("SELECT id, external_id, name_key FROM clients ORDER BY id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let client: ClientId = row.get(0)?;
                let id = row.get_ref(1)?.as_str_or_null().map_err(rusqlite::Error::from)?;
                let name = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                for key in keys(id, name).into_iter().flatten() {
                    first.entry(key).or_insert(client);
                }
            }
            self.first = Some(first);
        }
        Ok(self.first.as_ref().expect("it was made above"))
    }
}

fn keys(id: Option<&str>, name: &str) -> [Option<u64>; 2] {
    let hashed = |what: &str, key: &str| {
        let mut hasher = DefaultHasher::new();
        (what, key).hash(&mut hasher);
        hasher.finish()
    };
    [id.map(|id| hashed("id", &id_key(id))), name_core(name).map(|core| hashed("name", &core))]
}

/// An id without what retyping and spreadsheets change: case, spaces, normal form, leading zeros. Of a Salesforce id the 15
/// characters that tell records apart, which do so by their case.
pub(super) fn id_key(id: &str) -> String {
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mixed = id.starts_with('0') && id.contains(|c: char| c.is_ascii_alphabetic());
    if plain && mixed && matches!(id.len(), 15 | 18) {
        return id[..15].to_owned();
    }
    let key: String = fold(id).chars().filter(|c| !c.is_whitespace()).collect();
    let short = key.trim_start_matches('0');
    if short.is_empty() { key } else { short.to_owned() }
}

/// A name without its legal form, punctuation, spaces and leading `The`; none where nothing telling is left.
pub(super) fn name_core(name: &str) -> Option<String> {
    let folded = if is_folded(name) { name.to_owned() } else { fold(name) };
    let bare = folded.replace(['.', '\'', '’'], "");
    let mut words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let ["the", _, ..] = words[..] {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL.contains(word)) {
        words.pop();
    }
    let core = words.concat();
    (!core.is_empty()).then_some(core)
}

fn is_folded(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() || byte == b' ')
}

/// Last words of names that say what a company is in law, and what joins them.
const LEGAL: [&str; 62] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "pllc",
    "pc",
    "corp",
    "corporation",
    "co",
    "company",
    "cos",
    "gmbh",
    "mbh",
    "ggmbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "gbr",
    "ug",
    "ev",
    "eg",
    "ek",
    "se",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "srl",
    "spa",
    "snc",
    "bv",
    "nv",
    "vof",
    "ab",
    "as",
    "asa",
    "oy",
    "oyj",
    "aps",
    "pty",
    "pte",
    "pvt",
    "private",
    "sro",
    "doo",
    "kft",
    "zrt",
    "sl",
    "slu",
    "ltda",
    "lda",
    "jsc",
    "ooo",
    "kk",
    "and",
    "und",
    "holding",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_but_for_legal_form_punctuation_and_the() {
        let core = |name: &str| name_core(name).expect("a core");
        for same in [
            "Acme Inc.",
            "ACME, Inc",
            "Acme GmbH",
            "The Acme Company",
            "acme",
            "Acme Co., Ltd.",
            "Acme GmbH & Co. KG",
            "A.C.M.E.",
        ] {
            assert_eq!(core(same), "acme", "{same}");
        }
        assert_eq!(core("Taquería Ltd"), core("TAQUERIA"));
        assert_eq!(core("Foo-Bar S.A."), core("foo bar"));
        assert_ne!(core("Acme North"), core("Acme South"));
        assert_eq!(core("Limited"), "limited");
        assert_eq!(core("The Limited"), "limited");
        assert_eq!(core("日本 株式会社"), core("日本株式会社"));
        assert_eq!(name_core(" -.- "), None);
    }

    #[test]
    fn ids_are_alike_but_for_case_spaces_and_leading_zeros() {
        for (one, other) in [("007", "7"), ("c-1", " C-1"), ("AB 12", "ab12"), ("000", "000"), ("Ｃ1", "c1")] {
            assert_eq!(id_key(one), id_key(other), "{one} {other}");
        }
        assert_ne!(id_key("70"), id_key("7"));
        assert_ne!(id_key("0"), id_key("7"));
        // Salesforce: 15 characters tell by their case, the longer form adds three that tell nothing.
        assert_eq!(id_key("0015g00000AbCdE"), id_key("0015g00000AbCdEAAT"));
        assert_ne!(id_key("0015g00000AbCdE"), id_key("0015g00000AbCde"));
    }
}
