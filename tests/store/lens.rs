//! A lens: the scores of any two dimensions, kept or worked out, by name and in windows.

use chrono::NaiveDate;
use quarterdeck::domain::client::{ClientId, Field};
use quarterdeck::domain::command::{Command, ScoreClient};
use quarterdeck::domain::refusal::Refusal;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{LensRow, LensScore, Store, StoreError};

use super::common::{NOTE, add_with, ana, book, day, folder, later, stamp_of, today};

/// A ladder with a second dimension that is on no axis, and one of the same key as the default model's.
const LENSES: &str = r#"
key = "lenses"
name = "Lenses"
x = "usage"

[[dimensions]]
key = "usage"
name = "Usage"
cuts = [33, 67]
[[dimensions.factors]]
key = "depth"
question = "How much do they use?"

[[dimensions]]
key = "commitment"
name = "Commitment"
cuts = [25, 50, 75]
[[dimensions.factors]]
key = "term"
question = "How long are they bound?"
weight = 3
[[dimensions.factors]]
key = "sponsor"
question = "Who stands behind it?"

[[dimensions]]
key = "maturity"
name = "Maturity"
cuts = [50]
[[dimensions.factors]]
key = "years"
question = "How long do they know us?"

[[segments]]
key = "all"
letter = "A"
name = "All"
cells = [[1], [2], [3]]
"#;

fn score(store: &Store, client: ClientId, model: &str, values: &[(&str, u8)], stamp: &Stamp) {
    let values = values.iter().map(|(factor, value)| ((*factor).to_owned(), *value)).collect();
    store
        .execute(&Command::Score(ScoreClient { clients: vec![client], model: Some(model.to_owned()), values }), stamp)
        .expect("scored");
}

fn seen(store: &Store, x: &str, y: &str, on: NaiveDate) -> Vec<LensRow> {
    let (x, y) = (store.ground().dimension(x).expect("known"), store.ground().dimension(y).expect("known"));
    let whole = store.lens_rows(&x, &y, None, 100, on).expect("rows");
    let mut windows: Vec<LensRow> = Vec::new();
    loop {
        let next = store.lens_rows(&x, &y, windows.last().map(|row| &row.key), 2, on).expect("rows");
        if next.is_empty() {
            break;
        }
        windows.extend(next);
    }
    assert_eq!(windows, whole, "in windows of two");
    whole
}

fn fresh(tenths: u16, confidence: i64) -> Option<LensScore> {
    Some(LensScore { tenths, confidence, stale: false })
}

#[test]
fn a_lens_reads_dimensions_on_and_off_the_axes_of_their_models() {
    let folder = folder();
    let store = book(&folder);
    store.execute(&Command::AddModel { toml: LENSES.to_owned() }, &ana()).expect("added");
    let clients = ["Delta", "Acme", "Cargo", "Beta", "Acme"].map(|name| add_with(&store, &[(Field::Name, name)]));
    let [delta, acme, cargo, beta, _] = clients;
    score(&store, acme, "lenses", &[("depth", 4), ("term", 5)], &ana());
    score(&store, beta, "lenses", &[("sponsor", 2)], &ana());
    score(&store, delta, "maturity-appetite", &[("stability", 3)], &ana());
    store.execute(&Command::Archive { client: cargo, note: NOTE.to_owned() }, &ana()).expect("archived");
    let rows = seen(&store, "usage", "commitment", today());
    let scores: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.x, row.y)).collect();
    assert_eq!(
        scores,
        [
            ("Acme", fresh(750, 1000), fresh(1000, 750)),
            ("Acme", None, None),
            ("Beta", None, fresh(250, 250)),
            ("Delta", None, None)
        ]
    );
    let rows = seen(&store, "Commitment", "maturity", today());
    assert_eq!(rows[3].y, fresh(500, 333), "the driving model's own dimension comes first");
    assert_eq!(seen(&store, "usage", "lenses.maturity", today())[3].y, None);
}

#[test]
fn a_score_is_stale_on_the_dimension_whose_factors_are_old() {
    let folder = folder();
    let store = book(&folder);
    let acme = add_with(&store, &[(Field::Name, "Acme")]);
    score(&store, acme, "maturity-appetite", &[("stability", 3)], &ana());
    score(&store, acme, "maturity-appetite", &[("goals", 5)], &stamp_of("ana", later(100)));
    let stale = |on: &str| -> Vec<bool> {
        let rows = seen(&store, "maturity", "appetite", day(on));
        rows[0].x.into_iter().chain(rows[0].y).map(|score| score.stale).collect()
    };
    assert_eq!(stale("2026-12-14"), [false, false]);
    assert_eq!(stale("2026-12-15"), [true, false], "six months after 2026-06-15");
    assert_eq!(stale("2027-03-23"), [true, true]);
}

#[test]
fn an_unknown_dimension_names_the_known_ones() {
    let folder = folder();
    let store = book(&folder);
    for (asked, says) in
        [("astrology", "maturity, appetite"), ("appetit", "did you mean “appetite”?"), ("lenses.maturity", "maturity, appetite")]
    {
        match store.ground().dimension(asked) {
            Err(StoreError::Refused(Refusal::NotFound { what: "dimension", name, hint })) => {
                assert_eq!(name, asked);
                assert!(hint.contains(says), "{hint}");
            }
            other => panic!("{asked}: {other:?}"),
        }
    }
    assert_eq!(store.ground().dimension(" Maturity ").expect("known").dimension().key, "maturity");
}
