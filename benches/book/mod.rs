//! Seeded books of any size for the benches: clients with scores, reviews, segments and names of many scripts.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate};
use quarterdeck::domain::client::Field;
use quarterdeck::domain::command::{Command, Incoming, ScoreClient};
use quarterdeck::domain::model::builtin;
use quarterdeck::domain::stamp::Stamp;
use quarterdeck::store::{ClientQuery, Direction, ImportPolicy, Store};

/// The day every bench looks from.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 15).expect("a date");

/// Who does the benches, and when.
pub fn stamp() -> Stamp {
    let now = DateTime::parse_from_rfc3339("2026-06-15T09:00:00+02:00").expect("an instant");
    Stamp { now, today: TODAY, by: "bench".to_owned() }
}

/// A small generator of numbers, the same on every machine.
pub struct Dice(u64);

impl Dice {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).expect("below the length")]
    }
}

const FIRST: [&str; 12] = ["Acme", "Nord", "Łódź", "Société", "株式会社", "Blue", "Grün", "Øst", "Delta", "شركة", "Casa", "Iron"];
const SECOND: [&str; 12] =
    ["Logistics", "Textile", "Énergie", "物流", "Dental", "Werke", "Havn", "Partners", "الشمال", "Vinos", "Foundry", "Schools"];
const OWNERS: [&str; 8] = ["Ana Ruiz", "Ben Okafor", "Chloé Martin", "Deniz Kaya", "Eva Lind", "Faisal Noor", "Grace Hu", "Hal"];

/// The row of the `n`th client of a book.
pub fn row(n: u64) -> Incoming {
    let mut dice = Dice::new(n + 1);
    let name = format!("{} {} {n}", dice.of(&FIRST), dice.of(&SECOND));
    let days_ago = |days: u64| TODAY - Days::new(days);
    let mut fields = vec![
        (Field::ExternalId, format!("C-{n:07}")),
        (Field::Name, name),
        (Field::Owner, dice.of(&OWNERS).to_owned()),
        (Field::Arr, (1_000 + dice.below(400_000)).to_string()),
        (Field::Stage, dice.of(&["onboarding", "adoption", "renewal"]).to_owned()),
        (Field::Industry, dice.of(&["health", "retail", "schools", "industry"]).to_owned()),
    ];
    if dice.below(3) > 0 {
        fields.push((Field::RenewalOn, (TODAY + Days::new(dice.below(400))).to_string()));
    }
    let segment = ["transform", "modernize", "educate", "sustain", ""][usize::try_from(dice.below(5)).expect("below 5")];
    let factors = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];
    let scored = dice.below(10) > 1;
    Incoming {
        fields,
        segment: (!segment.is_empty()).then(|| segment.to_owned()),
        segment_since: Some(days_ago(100 + dice.below(500))).filter(|_| !segment.is_empty()),
        last_review_on: (dice.below(10) > 0).then(|| days_ago(dice.below(150))),
        last_review_kind: None,
        archived: None,
        scores: factors
            .iter()
            .filter(|_| scored)
            .map(|factor| ((*factor).to_owned(), u8::try_from(1 + dice.below(5)).expect("below 6")))
            .collect(),
        ..Incoming::default()
    }
}

/// A book of `clients` clients, made once and kept in the build folder.
pub fn book(clients: u64) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("bench-{clients}.db"));
    if !path.exists() {
        let making = folder.join(format!("bench-{clients}.making.db"));
        let _ = std::fs::remove_file(&making);
        let store = Store::create(&making, "maturity-appetite", &stamp()).expect("a book is made");
        let stamp = stamp();
        let mut import = store.import(ImportPolicy::default(), &stamp).expect("an import begins");
        for n in 0..clients {
            import.row(n + 2, &row(n)).expect("a row is taken in");
        }
        import.finish("imported the bench book", "{}").expect("saved");
        drop(store);
        std::fs::rename(&making, &path).expect("put in place");
    }
    path
}

/// The models of [`book_of_models`] beside the driving one, with the factors that are asked for.
const MODELS: [(&str, &[&str]); 3] = [
    ("growth-risk", &["expansion_room", "strategic_fit", "budget", "sponsor_change", "sentiment", "support_load"]),
    ("service-tiers", &["wallet_share", "unmet_needs", "business_growth"]),
    ("usage-commitment", &["breadth", "frequency", "reach", "contract", "sponsorship", "own_effort"]),
];
/// So many groups of clients are scored alike.
const GROUPS: usize = 40;

/// The same book with four models, and scores in all of them for nine clients of ten; made once too.
pub fn book_of_models(clients: u64) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-models-{clients}.db"));
    if !path.exists() {
        let making = path.with_extension("making.db");
        std::fs::copy(book(clients), &making).expect("the book is copied");
        let store = Store::open(&making, TODAY).expect("the bench book opens");
        for (key, _) in MODELS {
            let (_, toml) = builtin::all().iter().find(|(known, _)| *known == key).expect("a built-in model");
            store.execute(&Command::AddModel { toml: (*toml).to_owned() }, &stamp()).expect("a model is added");
        }
        let all = store.clients(&ClientQuery::default(), None, Direction::After, usize::MAX, TODAY).expect("clients");
        for group in (0..GROUPS).filter(|group| group % 10 > 0) {
            let clients: Vec<_> = all.iter().skip(group).step_by(GROUPS).map(|row| row.client).collect();
            let mut dice = Dice::new(group as u64 + 1);
            for (key, factors) in MODELS {
                let value = |factor: &&str| ((*factor).to_owned(), u8::try_from(1 + dice.below(5)).expect("below 6"));
                let values = factors.iter().map(value).collect();
                let score = ScoreClient { clients: clients.clone(), model: Some(key.to_owned()), values };
                store.execute(&Command::Score(score), &stamp()).expect("scored");
            }
        }
        drop(store);
        std::fs::rename(&making, &path).expect("put in place");
    }
    path
}
