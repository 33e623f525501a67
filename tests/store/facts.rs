//! Facts of clients: champions come and are lost, measures, goals; a changed goal or stage asks for a confirmation, and why.

use chrono::{Days, NaiveDate};
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, EditClient, Incoming, Move, OnExisting};
use quarterdeck::domain::filter::Filter;
use quarterdeck::domain::placement::Recheck;
use quarterdeck::store::{
    ClientPage, ClientQuery, Confirmable, Direction, DueQuery, DueRange, ImportPolicy, Matching, RowEnd, Store,
};

use super::common::{
    MODEL, NOTE, TOUCH, add_with, ana, book, book_at, day, dump, folder, import, incoming, later, move_to, open, stamp_of, to,
    today, whole,
};

fn edit_on(store: &Store, client: ClientId, fields: &[(Field, &str)], on: NaiveDate) {
    let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned())).collect();
    store.execute(&Command::Edit(EditClient { client, seen: None, fields }), &stamp_of("ana", on)).expect("edited");
}

fn page(store: &Store, client: ClientId) -> ClientPage {
    store.page(client, today()).expect("a page")
}

fn champion(store: &Store, client: ClientId) -> (Option<String>, Option<NaiveDate>) {
    let client = page(store, client).client;
    (client.champion, client.champion_lost_on)
}

fn found(store: &Store, filter: &str) -> Vec<String> {
    let query = ClientQuery { filter: Some(Filter::parse(filter).expect("a filter")), ..ClientQuery::default() };
    let rows = store.clients(&query, None, Direction::After, 50, today()).expect("clients");
    rows.into_iter().map(|row| row.name).collect()
}

fn by_id(on_existing: OnExisting) -> ImportPolicy {
    ImportPolicy { matching: Matching::Id, on_existing }
}

#[test]
fn a_champion_taken_away_is_lost_from_that_day_until_there_is_a_new_one() {
    let folder = folder();
    let store = book(&folder);
    let acme = add_with(&store, &[(Field::Name, "Acme"), (Field::Champion, "Dr. Lee")]);
    assert_eq!(champion(&store, acme), (Some("Dr. Lee".to_owned()), None));
    edit_on(&store, acme, &[(Field::Champion, "Ms. Ito")], today());
    assert_eq!(champion(&store, acme), (Some("Ms. Ito".to_owned()), None), "one for another is no loss");
    edit_on(&store, acme, &[(Field::Champion, "")], today());
    assert_eq!(champion(&store, acme), (None, Some(today())));
    edit_on(&store, acme, &[(Field::Goal, "retention")], later(3));
    assert_eq!(champion(&store, acme), (None, Some(today())), "lost since the first day, whatever else is edited");
    edit_on(&store, acme, &[(Field::ChampionLostOn, "2026-05-01")], later(3));
    assert_eq!(champion(&store, acme), (None, Some(day("2026-05-01"))), "the day can be corrected");
    edit_on(&store, acme, &[(Field::Champion, "Mr. Roux")], later(4));
    assert_eq!(champion(&store, acme), (Some("Mr. Roux".to_owned()), None));
    store.undo(&stamp_of("ana", later(4))).expect("undone");
    assert_eq!(champion(&store, acme), (None, Some(day("2026-05-01"))));
    whole(&store, later(4));
}

#[test]
fn a_client_that_never_had_a_champion_has_lost_none() {
    let folder = folder();
    let store = book(&folder);
    let acme = add_with(&store, &[(Field::Name, "Acme"), (Field::Champion, "")]);
    let nothing = EditClient { client: acme, seen: None, fields: vec![(Field::Champion, String::new())] };
    assert!(store.execute(&Command::Edit(nothing), &ana()).is_err(), "it already reads so");
    assert_eq!(champion(&store, acme), (None, None));
    assert!(!page(&store, acme).signs.champion_lost);
}

#[test]
fn a_file_brings_champions_and_measures_and_its_blank_cells_erase_nothing() {
    let folder = folder();
    let store = book(&folder);
    let full = [
        (Field::ExternalId, "A"),
        (Field::Name, "Acme"),
        (Field::Champion, "Dr. Lee"),
        (Field::Measures, "tickets=12.5"),
        (Field::Measures, "seats=40"),
    ];
    let row = incoming(&full);
    import(&store, by_id(OnExisting::Update), std::slice::from_ref(&row), &ana());
    let again = import(&store, by_id(OnExisting::Update), &[row], &ana());
    assert!(matches!(again[..], [RowEnd::Unchanged(_)]), "{again:?}");
    import(&store, by_id(OnExisting::Update), &[incoming(&full[..2])], &ana());
    let RowEnd::Unchanged(acme) = again[0] else { panic!("{again:?}") };
    assert_eq!(champion(&store, acme).0.as_deref(), Some("Dr. Lee"));
    let news: Vec<(Field, &str)> =
        full[..2].iter().copied().chain([(Field::Measures, "seats=41"), (Field::Measures, "x=1")]).collect();
    import(&store, by_id(OnExisting::Fill), &[incoming(&news)], &ana());
    assert_eq!(
        page(&store, acme).client.get(Field::Measures),
        "seats=40; tickets=12.5; x=1",
        "only what is missing is filled in"
    );
    import(&store, by_id(OnExisting::Update), &[incoming(&news)], &ana());
    let client = page(&store, acme).client;
    assert_eq!((client.measure("seats"), client.measure("tickets"), client.measure("none")), (Some(41.0), Some(12.5), None));
    let lost: Vec<(Field, &str)> = full[..2].iter().copied().chain([(Field::ChampionLostOn, "2026-06-01")]).collect();
    import(&store, by_id(OnExisting::Update), &[incoming(&lost)], &ana());
    assert_eq!(champion(&store, acme), (None, Some(day("2026-06-01"))));
    whole(&store, today());
}

/// Acme stands in two models; another client in none.
fn in_two_models(store: &Store) -> ClientId {
    store.execute(&Command::AddModel { toml: TOUCH.to_owned() }, &ana()).expect("added");
    let acme = add_with(
        store,
        &[(Field::Name, "Acme"), (Field::ExternalId, "A"), (Field::Goal, "adoption"), (Field::Stage, "onboarding")],
    );
    move_to(store, acme, "transform", &ana());
    let other = Move { model: Some("touch".to_owned()), note: NOTE.to_owned(), ..to(acme, "high") };
    store.execute(&Command::Move(other), &ana()).expect("moved");
    add_with(store, &[(Field::Name, "Bolt"), (Field::Goal, "adoption")]);
    acme
}

/// What asks for a confirmation, per model in the order of their keys.
fn rechecks(store: &Store, folder: &tempfile::TempDir) -> Vec<(String, Option<String>, Option<String>)> {
    whole(store, later(40));
    let db = super::common::plain(&book_at(folder));
    let sql = "SELECT model, recheck_since, recheck_for FROM placements ORDER BY model";
    let mut statement = db.prepare(sql).expect("a statement");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("rows");
    rows.collect::<Result<_, _>>().expect("placements")
}

fn asked(on: &str, why: &str) -> Vec<(String, Option<String>, Option<String>)> {
    [MODEL, "touch"].map(|model| (model.to_owned(), Some(on.to_owned()), Some(why.to_owned()))).to_vec()
}

#[test]
fn a_changed_goal_or_stage_asks_for_a_confirmation_in_every_model_whoever_changes_it() {
    type Change = fn(&Store, ClientId, Field, &str);
    let by_edit: Change = |store, client, field, value| edit_on(store, client, &[(field, value)], later(10));
    let by_file: Change = |store, _, field, value| {
        let row: Incoming = incoming(&[(Field::ExternalId, "A"), (Field::Name, "Acme"), (field, value)]);
        let ends = import(store, by_id(OnExisting::Update), &[row], &stamp_of("ana", later(10)));
        assert!(matches!(ends[..], [RowEnd::Updated(_)]), "{ends:?}");
    };
    let on = later(10).to_string();
    for change in [by_edit, by_file] {
        for (field, value, why) in [(Field::Goal, "expansion", "goal"), (Field::Stage, "growth", "stage")] {
            let folder = folder();
            let store = book(&folder);
            let acme = in_two_models(&store);
            change(&store, acme, field, value);
            assert_eq!(rechecks(&store, &folder), asked(&on, why), "{value}");
            let page = store.page(acme, later(10)).expect("a page");
            assert!(page.signs.confirm && page.confirm_due == Some(later(10)), "{:?}", page.confirm_due);
            assert_eq!(page.rechecked(|day| day.to_string()), Some(format!("{why} changed on {on}")));
            let asked = Confirmable { owner: None, filter: None, by: later(10) };
            let rows = store.confirmations(&asked, None, 10, later(10)).expect("rows");
            assert_eq!(rows.len(), 1, "Bolt stands nowhere");
            assert_eq!(rows[0].why(|day| day.to_string()), Some(format!("{why} changed on {on}")));
            assert_eq!(rows[0].recheck, (Some(later(10)), Some(if why == "goal" { Recheck::Goal } else { Recheck::Stage })));
        }
    }
}

#[test]
fn a_second_reason_joins_the_first_and_a_confirmation_answers_both() {
    let folder = folder();
    let store = book(&folder);
    let acme = in_two_models(&store);
    edit_on(&store, acme, &[(Field::Goal, "expansion")], later(10));
    edit_on(&store, acme, &[(Field::Goal, "retention")], later(12));
    assert_eq!(rechecks(&store, &folder), asked(&later(10).to_string(), "goal"), "it waits since the first change");
    edit_on(&store, acme, &[(Field::Stage, "growth")], later(20));
    assert_eq!(rechecks(&store, &folder), asked(&later(10).to_string(), "both"));
    let confirm = Command::Confirm { clients: vec![acme.into()], model: None, note: NOTE.to_owned() };
    store.execute(&confirm, &stamp_of("ana", later(30))).expect("confirmed");
    let left = rechecks(&store, &folder);
    assert_eq!(left[0], (MODEL.to_owned(), None, None));
    assert_eq!(left[1], asked(&later(10).to_string(), "both")[1], "the other model still waits");
    edit_on(&store, acme, &[(Field::Champion, "Dr. Lee"), (Field::Measures, "tickets=3")], later(31));
    assert_eq!(rechecks(&store, &folder), left, "a champion or a measure asks for nothing");
}

#[test]
fn a_goal_in_another_spelling_is_kept_in_that_of_the_list_and_is_no_change() {
    let folder = folder();
    let store = book(&folder);
    let acme = in_two_models(&store);
    let goal = |store: &Store| page(store, acme).client.goal;
    let same = EditClient { client: acme, seen: None, fields: vec![(Field::Goal, "ADOPTION".to_owned())] };
    assert!(store.execute(&Command::Edit(same), &ana()).is_err(), "it already reads so");
    edit_on(&store, acme, &[(Field::Goal, "Key contact turnover")], today());
    assert_eq!(goal(&store).as_deref(), Some("key-contact turnover"));
    let row = incoming(&[(Field::ExternalId, "A"), (Field::Name, "Acme"), (Field::Goal, "Risk_Mitigation")]);
    import(&store, by_id(OnExisting::Update), &[row], &ana());
    assert_eq!(goal(&store).as_deref(), Some("risk mitigation"));
    let bolt = add_with(&store, &[(Field::Name, "Crane"), (Field::Goal, "EXPANSION")]);
    assert_eq!(page(&store, bolt).client.goal.as_deref(), Some("expansion"));
}

#[test]
fn a_renewal_is_near_from_today_to_the_hundred_and_twentieth_day() {
    let folder = folder();
    let store = book(&folder);
    for (days, near) in [(-1, false), (0, true), (1, true), (120, true), (121, false)] {
        let on = today() + chrono::TimeDelta::days(days);
        let client = add_with(&store, &[(Field::Name, "Acme"), (Field::RenewalOn, &on.to_string())]);
        assert_eq!(page(&store, client).signs.renewal, near, "in {days} days");
        move_to(&store, client, "transform", &ana());
        let rows = store.board_rows(None, "transform", None, None, Direction::After, 50, today()).expect("rows");
        let row = rows.iter().find(|row| row.client == client).expect("on the board");
        assert_eq!(row.signs.renewal, near, "in {days} days");
        let query = DueQuery { range: DueRange::All, ..DueQuery::default() };
        let due = store.due(&query, None, 50, today()).expect("due");
        assert_eq!(due.iter().find(|row| row.client == client).map(|row| row.renewal_soon), Some(near), "in {days} days");
    }
    let never = add_with(&store, &[(Field::Name, "Acme")]);
    assert!(!page(&store, never).signs.renewal);
}

#[test]
fn a_lost_champion_is_a_sign_everywhere_and_a_condition() {
    let folder = folder();
    let store = book(&folder);
    let named = add_with(&store, &[(Field::Name, "Acme"), (Field::Champion, "Ana Álvarez"), (Field::Measures, "tickets=12.5")]);
    let lost = add_with(&store, &[(Field::Name, "Bolt"), (Field::Champion, "Lost & Found"), (Field::Measures, "tickets=3")]);
    add_with(&store, &[(Field::Name, "Crane")]);
    move_to(&store, lost, "transform", &ana());
    edit_on(&store, lost, &[(Field::Champion, "")], today());
    let rows = store.board_rows(None, "transform", None, None, Direction::After, 50, today()).expect("rows");
    assert!(rows[0].signs.champion_lost && page(&store, lost).signs.champion_lost);
    let due = store.due(&DueQuery { range: DueRange::All, ..DueQuery::default() }, None, 50, today()).expect("due");
    assert!(due[0].champion_lost);
    assert!(!page(&store, named).signs.champion_lost);
    for (filter, expected) in [
        ("champion:lost", &["Bolt"][..]),
        ("champion:alvarez", &["Acme"]),
        ("champion:none", &["Bolt", "Crane"]),
        ("-champion:lost", &["Acme", "Crane"]),
        ("measure.tickets>10", &["Acme"]),
        ("measure.tickets=12.5", &["Acme"]),
        ("measure.tickets:3..12.5", &["Acme", "Bolt"]),
        ("measure.tickets:none", &["Crane"]),
        ("measure.other>0", &[]),
    ] {
        assert_eq!(found(&store, filter), expected, "{filter}");
    }
    let past = store.as_of(today() - Days::new(1)).expect("the past");
    assert!(found(&past, "champion:lost").is_empty());
}

#[test]
fn facts_come_back_from_the_journal_and_from_the_file_as_they_were() {
    let folder = folder();
    let store = book(&folder);
    let acme = add_with(
        &store,
        &[(Field::Name, "Acme"), (Field::Champion, "Dr. Lee"), (Field::Measures, "a=0.1; b=-7; c=1000000.0001")],
    );
    edit_on(&store, acme, &[(Field::Champion, ""), (Field::Measures, "b=")], later(1));
    let before = dump(&book_at(&folder));
    drop(store);
    let store = open(&book_at(&folder));
    whole(&store, later(1));
    assert_eq!(page(&store, acme).client.get(Field::Measures), "a=0.1; c=1000000.0001");
    store.undo(&stamp_of("ana", later(1))).expect("undone");
    assert_eq!(page(&store, acme).client.get(Field::Measures), "a=0.1; b=-7; c=1000000.0001");
    store.redo(&stamp_of("ana", later(1))).expect("redone");
    assert_eq!(dump(&book_at(&folder)), before);
}
