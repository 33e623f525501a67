//! Who the clients belong to.

use super::Store;
use super::error::StoreError;

impl Store {
    /// The owners of live clients with the number of their clients, by name; those without an owner under the empty name.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn owners(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT owner, sum(clients) FROM totals WHERE model = ? GROUP BY owner HAVING sum(clients) > 0 ORDER BY fold(owner), owner";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([&self.ground().driving().key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use crate::domain::client::Field;
    use crate::domain::command::{AddClient, Command, Move};
    use crate::domain::filter::Filter;
    use crate::domain::stamp::Stamp;
    use crate::store::{Confirmable, Store, Whose};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn stamp(today: &str) -> Stamp {
        let now = DateTime::parse_from_rfc3339(&format!("{today}T09:30:00+02:00")).expect("an instant");
        Stamp { now, today: day(today), by: "ana".to_owned() }
    }

    /// Ana has two clients, one has no owner; all were placed on 2 March 2026.
    fn book(folder: &tempfile::TempDir) -> Store {
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2026-03-01")).expect("made");
        for (name, owner) in [("Alfa", "Ana"), ("Berga", "Ana"), ("Cito", "")] {
            let fields = vec![(Field::Name, name.to_owned()), (Field::Owner, owner.to_owned())];
            store.execute(&Command::Add(AddClient { fields }), &stamp("2026-03-02")).expect("added");
            let clients = vec![store.find(name).expect("there").into()];
            let (to, note) = ("A".to_owned(), "placed after the first talk".to_owned());
            let leaving = crate::domain::cadence::Leaving::Hold;
            let placed = Move { clients, model: None, to: to.as_str().into(), note, reason: None, authorised_by: None, leaving };
            store.execute(&Command::Move(placed), &stamp("2026-03-02")).expect("placed");
        }
        store
    }

    #[test]
    fn owners_are_counted_and_those_without_one_stand_under_the_empty_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = book(&folder);
        assert_eq!(store.owners().expect("read"), [(String::new(), 1), ("Ana".to_owned(), 2)]);
    }

    #[test]
    fn the_empty_owner_means_clients_without_one_in_every_reading() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, today) = (book(&folder), day("2026-06-15"));
        store.turn_to(today).expect("turned");
        let nobody = || Some(String::new());
        let query = crate::store::DueQuery { owner: nobody(), ..Default::default() };
        let rows = store.due(&query, None, 9, today).expect("read");
        assert_eq!(rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Cito"]);
        assert_eq!(store.due_counts(&query, today).expect("read").total(), 1);
        let whose = Whose { owner: nobody(), kind: None };
        assert_eq!(store.workload(&whose, today, 4).expect("read").into_keys().collect::<Vec<_>>(), [None]);
        let asked = Confirmable { owner: Some(""), filter: None, by: today };
        assert_eq!(store.count_confirmations(&asked, today).expect("read"), 1);
    }

    #[test]
    fn confirmations_go_through_owner_and_filter_and_are_read_on_from_a_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, today) = (book(&folder), day("2026-06-15"));
        let names = |owner, filter: Option<&Filter>| {
            let asked = Confirmable { owner, filter, by: today };
            let rows = store.confirmations(&asked, None, 9, today).expect("read");
            assert_eq!(store.count_confirmations(&asked, today).expect("read"), rows.len() as i64);
            rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(names(None, None), ["Alfa", "Berga", "Cito"]);
        assert_eq!(names(Some("ANA"), None), ["Alfa", "Berga"]);
        let filter = Filter::parse("berga or cito").expect("a filter");
        assert_eq!(names(None, Some(&filter)), ["Berga", "Cito"]);
        assert_eq!(names(Some("ana"), Some(&filter)), ["Berga"]);
        let asked = Confirmable { owner: None, filter: Some(&filter), by: today };
        let first = store.confirmations(&asked, None, 1, today).expect("read");
        let next = store.confirmations(&asked, Some(&first[0].key), 9, today).expect("read");
        assert_eq!(next.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Cito"]);
        let before = Confirmable { owner: None, filter: None, by: day("2026-06-01") };
        assert_eq!(store.count_confirmations(&before, today).expect("read"), 0, "due on 2 June");
    }
}
