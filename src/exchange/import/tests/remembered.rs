//! Mappings kept under a name and used again.

use super::*;
use crate::exchange::import::saved::{Saved, all, for_header, save};

const FILE: &str = "Kunde;Health;Datum;Wert\nA;40;02/03/2026;1.234\nB;90;13/03/2026;5,5\n";

fn said() -> Options {
    let scales = vec!["Health=0..100".parse().expect("a scale")];
    Options { scales, date_order: "dmy".parse().ok(), ..mapped(&["Health=score.trust", "Datum=renewal_on", "Wert=arr"]) }
}

fn kept() -> Saved {
    let profile = read_with(FILE, &said()).expect("read").profile.expect("a profile");
    Saved::of("crm-weekly", &profile, &said()).expect("a name")
}

#[test]
fn a_mapping_is_written_and_read_back_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let mappings = folder.path().join("mappings");
    assert_eq!(all(&mappings).saved, []);
    let path = save(&mappings, &kept()).expect("saved");
    assert_eq!(all(&mappings).saved, [kept()]);
    let header = ["Wert", "kunde", "Datum", "HEALTH"].map(str::to_owned);
    assert_eq!(for_header(&mappings, &header), Some(kept()));
    assert_eq!(for_header(&mappings, &header[1..]), None);
    std::fs::write(&path, "header = []\nmap = {}\nshoe = 1\n").expect("written");
    save(&mappings, &Saved { name: "other".to_owned(), ..kept() }).expect("saved");
    let left = all(&mappings);
    let (name, refused) = left.unread.first().map(|(name, refused)| (name.as_str(), refused.to_string())).expect("told");
    assert!(name == "crm-weekly" && refused.contains("crm-weekly.toml") && refused.contains("shoe"), "{refused}");
    assert_eq!(left.saved, [Saved { name: "other".to_owned(), ..kept() }], "the others are read all the same");
}

#[test]
fn the_same_header_uses_it_by_itself_and_flags_win() {
    let later = "Health;Kunde;Wert;Datum\n100;A;1.234;02/03/2026\n";
    let options = Options { saved: vec![kept()], ..Options::default() };
    let read = read_with(later, &options).expect("read");
    assert_eq!(read.rows[0].scores, [("trust".to_owned(), 5)]);
    assert_eq!(read.rows[0].renewal_on.map(|date| date.to_string()).as_deref(), Some("2026-03-02"));
    assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("1234"));
    assert!(read.notes().contains("the saved mapping “crm-weekly” is used"), "{}", read.notes());
    let options = Options { date_order: "mdy".parse().ok(), saved: vec![kept()], ..mapped(&["Health=ignore"]) };
    let read = read_with(later, &options).expect("read");
    assert_eq!(read.rows[0].renewal_on.map(|date| date.to_string()).as_deref(), Some("2026-02-03"));
    assert_eq!(read.rows[0].scores, []);
}

#[test]
fn another_header_uses_it_only_when_asked_and_is_told_what_is_missing() {
    let other = "Kunde,Wert\nA,5\n";
    let options = Options { saved: vec![kept()], ..Options::default() };
    assert_eq!(read_with(other, &options).expect("read").rows[0].arr, None);
    let options = Options { mapping: Some("crm-weekly".to_owned()), ..options };
    let read = read_with(other, &options).expect("read");
    assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("5"));
    assert!(read.notes().contains("names columns that are not here: Datum, Health"), "{}", read.notes());
}

#[test]
fn an_unknown_name_lists_those_there_are() {
    let options = Options { saved: vec![kept()], mapping: Some("?".to_owned()), ..Options::default() };
    let refused = read_with(FILE, &options).expect_err("refused").to_string();
    assert!(refused.contains("there are: crm-weekly"), "{refused}");
    let none = Options { mapping: Some("x".to_owned()), ..Options::default() };
    assert!(read_with(FILE, &none).expect_err("refused").to_string().contains("none is saved yet"));
}

#[test]
fn a_name_that_is_no_key_is_refused() {
    let profile = read_with(FILE, &said()).expect("read").profile.expect("a profile");
    for name in ["", "../x", "A", "a b", "1"] {
        assert!(Saved::of(name, &profile, &said()).is_err(), "{name}");
    }
}
