//! What the lines of an import stand for: each can be changed, or pressed, by its id.

/// Something on a page that can be changed or pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// What the rows are.
    Subject,
    /// The sheet of a workbook.
    Sheet,
    /// An answer to a question, both by their places.
    Answer(usize, usize),
    /// The field a column fills, by its place in the file.
    Column(usize),
    /// The scale of a column of scores.
    Scale(usize),
    /// The columns are kept under a name.
    Keep,
    /// What happens to clients in the book.
    Existing,
    /// Whether, and where, refused rows are written.
    Rejects,
    /// Whether clients are placed by their scores.
    Place,
    /// Whether first reviews are planned.
    Plan,
    /// What is done about all probable duplicates.
    Doubles,
    /// What is done about one of them, by its place.
    Double(usize),
    /// What is done in the end takes place: clients are placed by their scores.
    PlaceNow,
    /// First reviews are planned.
    PlanNow,
    /// The import is taken back.
    TakeBack,
}

/// Room for the places within one kind of line.
const MANY: i64 = 1_000_000;

impl Pick {
    /// Its id in a list.
    #[must_use]
    pub fn id(self) -> i64 {
        let at = |kind: i64, at: usize| kind * MANY + i64::try_from(at).unwrap_or(0).min(MANY - 1);
        match self {
            Self::Subject => 1,
            Self::Sheet => 2,
            Self::Keep => 3,
            Self::Existing => 4,
            Self::Rejects => 5,
            Self::Place => 6,
            Self::Plan => 7,
            Self::Doubles => 8,
            Self::PlaceNow => 9,
            Self::PlanNow => 10,
            Self::TakeBack => 11,
            Self::Answer(question, answer) => at(1, question * 100 + answer),
            Self::Column(column) => at(2, column),
            Self::Scale(column) => at(3, column),
            Self::Double(double) => at(4, double),
        }
    }
}

/// Which way a choice is stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the option before.
    Back,
    /// To the next one.
    On,
}

/// The option after or before the one taken, round and round; the first one where none of them is.
pub fn stepped<T: Clone + PartialEq>(all: &[T], now: &T, way: Way) -> T {
    let Some(here) = all.iter().position(|option| option == now) else { return all[0].clone() };
    let next = match way {
        Way::On => here + 1,
        Way::Back => here + all.len() - 1,
    };
    all[next % all.len()].clone()
}
