//! A filter as SQL over `standing s` and `clients c`, every value a bound parameter.

use chrono::NaiveDate;
use rusqlite::types::Value;

use crate::domain::filter::{Axis, DayField, Filter, Relation, State, Test, TextField, TextTest};
use crate::domain::model::{Membership, Model};
use crate::domain::money::Amount;

/// A condition with its parameters in order.
pub(super) struct Clause {
    /// The condition; `1` where everything passes.
    pub sql: String,
    /// Its parameters.
    pub values: Vec<Value>,
    /// Whether archived clients are asked about: then the caller does not leave them out.
    pub archived: bool,
    /// Whether it names few clients one by one.
    pub few: bool,
    /// Whether it names columns of `clients c`.
    client: bool,
}

impl Clause {
    /// The same of clients named one by one, their ids as JSON.
    pub fn naming(self, clients: &str) -> Self {
        let sql = "s.client IN (SELECT value FROM json_each(?))".to_owned();
        Self { sql, values: vec![Value::Text(clients.to_owned())], few: true, client: false, ..self }
    }

    /// The condition for finding clients in no order: any index may serve. Elsewhere a `+` keeps SQLite from giving up the order
    /// of a window for the index of a column that is asked about.
    pub fn in_no_order(&self) -> String {
        self.sql.replace("+c.", "c.").replace("+s.", "s.")
    }

    /// A column of `standing s` in a condition or an order: by no index of its own where clients are named one by one, since
    /// walking an order until all of them have come by costs the whole book.
    pub fn beside_names(&self, column: &str) -> String {
        if self.few { format!("+{column}") } else { column.to_owned() }
    }

    /// The join that brings `clients c`, where the condition needs it.
    pub fn join_client(&self) -> &'static str {
        if self.client { "JOIN clients c ON c.id = s.client" } else { "" }
    }
}

/// Compiles a filter; its segments and factors are those of a model, whose rows `standing s` are.
pub(super) fn compile(filter: Option<&Filter>, model: &Model, today: NaiveDate) -> Clause {
    let mut compiler = Compiler { model, today, values: Vec::new(), client: false };
    let sql = filter.map_or_else(|| "1".to_owned(), |filter| compiler.condition(filter));
    let asks_archived = |part: &Filter| *part == Filter::State(State::Archived);
    let archived = filter.is_some_and(|filter| filter.mentions(&asks_archived));
    Clause { sql, values: compiler.values, archived, few: false, client: compiler.client }
}

struct Compiler<'m> {
    model: &'m Model,
    today: NaiveDate,
    values: Vec<Value>,
    client: bool,
}

impl Compiler<'_> {
    fn condition(&mut self, filter: &Filter) -> String {
        match filter {
            Filter::Everything => "1".to_owned(),
            Filter::All(parts) => self.joined(parts, " AND "),
            Filter::Any(parts) => self.joined(parts, " OR "),
            // What is unknown does not pass, and its negation does: `-stage:onboarding` finds clients without a stage too.
            Filter::Not(part) => format!("({}) IS NOT TRUE", self.condition(part)),
            Filter::Word(word) => {
                self.client = true;
                self.like("c.search", word)
            }
            Filter::Text(field, test) => self.text(*field, test),
            Filter::State(state) => self.state(*state),
            Filter::Arr(test) => self.test("s.arr", test, |amount| Value::Integer(amount.ten_thousandths())),
            Filter::Day(DayField::Due, test) => {
                let today = self.today;
                let due = self.test("k.effective", test, |when| Value::Text(when.date(today).to_string()));
                match test {
                    Test::Absent => "s.next_due_on IS NULL".to_owned(),
                    Test::Is(..) | Test::Between(..) => {
                        format!("EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.mode = 0 AND {due})")
                    }
                }
            }
            Filter::Day(DayField::LastReview, test) => self.day("+s.last_review_on", test),
            Filter::Day(DayField::Renewal, test) => {
                self.client = true;
                self.day("+c.renewal_on", test)
            }
            Filter::Axis(axis, test) => {
                let column = match axis {
                    Axis::X => "+s.x",
                    Axis::Y => "+s.y",
                };
                self.test(column, test, |tenths| Value::Integer(i64::from(*tenths)))
            }
            Filter::Score { factor, test } => self.score(factor, test),
            Filter::Measure { name, test } => self.measure(name, test),
        }
    }

    fn joined(&mut self, parts: &[Filter], with: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", parts.join(with))
    }

    fn like(&mut self, column: &str, word: &str) -> String {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        self.values.push(Value::Text(format!("%{escaped}%")));
        format!("{column} LIKE ? ESCAPE '\\'")
    }

    fn test<T>(&mut self, column: &str, test: &Test<T>, value: impl Fn(&T) -> Value) -> String {
        match test {
            Test::Absent => format!("{column} IS NULL"),
            Test::Is(relation, operand) => {
                self.values.push(value(operand));
                format!("{column} {} ?", sign(*relation))
            }
            Test::Between(low, high) => {
                self.values.extend([value(low), value(high)]);
                format!("{column} BETWEEN ? AND ?")
            }
        }
    }

    fn day(&mut self, column: &str, test: &Test<crate::domain::filter::When>) -> String {
        let today = self.today;
        self.test(column, test, |when| Value::Text(when.date(today).to_string()))
    }

    /// A text compared folded: through the program's own fold, as a function of the connection.
    fn text(&mut self, field: TextField, test: &TextTest) -> String {
        self.client = true;
        let column = match field {
            TextField::Segment => return self.segment(test),
            TextField::Tag => return self.tag(test),
            TextField::Id => return self.id(test),
            TextField::Name => "c.name_key",
            TextField::Owner => return self.one_of_few("owner", test),
            TextField::Stage => return self.one_of_few("stage", test),
            TextField::Industry => return self.one_of_few("industry", test),
            TextField::Goal => "fold(c.goal)",
            TextField::Champion => "fold(c.champion)",
        };
        match test {
            TextTest::Absent => format!("{column} IS NULL"),
            TextTest::Holds(word) => self.like(column, word),
            TextTest::Whole(word) => {
                self.values.push(Value::Text(word.clone()));
                format!("{column} = ?")
            }
        }
    }

    /// A text of which the book has few different ones, each found by a step in its index: they are compared, and not the clients.
    fn one_of_few(&mut self, column: &str, test: &TextTest) -> String {
        let passes = match test {
            TextTest::Absent => return format!("+c.{column} IS NULL"),
            TextTest::Holds(word) => self.like("fold(text)", word),
            TextTest::Whole(word) => {
                self.values.push(Value::Text(word.clone()));
                "fold(text) = ?".to_owned()
            }
        };
        format!(
            "+c.{column} IN (WITH RECURSIVE texts (text) AS (SELECT min({column}) FROM clients UNION ALL
               SELECT (SELECT min({column}) FROM clients WHERE {column} > text) FROM texts WHERE text IS NOT NULL)
             SELECT text FROM texts WHERE text IS NOT NULL AND {passes})"
        )
    }

    /// Segments are named by key, letter or name; one the model does not know has no clients. Of several with commas between,
    /// any will do.
    fn segment(&mut self, test: &TextTest) -> String {
        let asked = match test {
            TextTest::Absent => return "s.segment = ''".to_owned(),
            TextTest::Holds(asked) | TextTest::Whole(asked) => asked,
        };
        if self.model.segment_named(asked).is_some() || !asked.contains(',') {
            return self.one_segment(asked);
        }
        let parts = asked.split(',').map(str::trim).filter(|part| !part.is_empty());
        let parts: Vec<String> =
            parts.map(|part| if part == "none" { "s.segment = ''".to_owned() } else { self.one_segment(part) }).collect();
        if parts.is_empty() { "0".to_owned() } else { format!("({})", parts.join(" OR ")) }
    }

    fn one_segment(&mut self, asked: &str) -> String {
        let named = self.model.segment_named(asked);
        let key = named.map_or_else(|| asked.to_owned(), |segment| segment.key.clone());
        match self.model.membership {
            Membership::One => {
                self.values.push(Value::Text(key));
                "s.segment = ?".to_owned()
            }
            Membership::Many => {
                self.values.push(Value::Text(format!(",{key},")));
                "instr(',' || s.segment || ',', ?) > 0".to_owned()
            }
        }
    }

    fn tag(&mut self, test: &TextTest) -> String {
        let tag = match test {
            TextTest::Absent => return "c.tags = ''".to_owned(),
            TextTest::Holds(tag) | TextTest::Whole(tag) => tag,
        };
        self.like("';' || replace(replace(fold(c.tags), '; ', ';'), ' ;', ';') || ';'", &format!(";{tag};"))
    }

    fn id(&mut self, test: &TextTest) -> String {
        let id = match test {
            TextTest::Absent => return "c.external_id IS NULL".to_owned(),
            TextTest::Holds(id) | TextTest::Whole(id) => id,
        };
        self.values.extend([Value::Text(id.clone()), Value::Text(id.clone())]);
        "(fold(c.external_id) = ? OR CAST(s.client AS TEXT) = ?)".to_owned()
    }

    fn state(&mut self, state: State) -> String {
        let today = self.today.to_string();
        let sql = match state {
            State::Overdue => "s.overdue_from <= ?",
            State::Due => "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.due_from <= ? AND k.overdue_from > ?)",
            State::Upcoming => {
                "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.upcoming_from <= ? AND k.due_from > ?)"
            }
            State::Snoozed => {
                "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.mode = 0 AND k.snoozed_until > ?
                            AND (k.booked_on IS NULL OR k.booked_on < ?))"
            }
            State::Booked => "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.mode = 0 AND k.booked_on >= ?)",
            State::Paused => {
                self.client = true;
                "c.paused_on IS NOT NULL"
            }
            State::First => "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.mode = 0 AND k.first_review = 1)",
            State::Held => "EXISTS (SELECT 1 FROM clocks k WHERE k.client = s.client AND k.mode = 0 AND k.held = 1)",
            State::Silent => "s.silent_from <= ?",
            State::Stale => "s.stale_from <= ?",
            State::Confirm => "s.confirm_due <= ?",
            State::Drift => "(s.drift = 1 AND (s.dwell_until IS NULL OR s.dwell_until <= ?))",
            State::Unplaced => "s.segment = ''",
            State::Archived => "s.live = 0",
            State::NearCut => "s.near = 1",
            State::ChampionLost => {
                self.client = true;
                "c.champion_lost_on <= ?"
            }
        };
        self.values.extend(vec![Value::Text(today); sql.matches('?').count()]);
        sql.to_owned()
    }

    /// Compared in ten-thousandths, where no number is rounded.
    fn measure(&mut self, name: &str, test: &Test<Amount>) -> String {
        self.client = true;
        self.values.push(Value::Text(format!("$.\"{name}\"")));
        let value = "CAST(round(json_extract(c.measures, ?) * 10000) AS INTEGER)";
        self.test(value, test, |number| Value::Integer(number.ten_thousandths()))
    }

    fn score(&mut self, factor: &str, test: &Test<u8>) -> String {
        let model = self.model;
        let key = model.factor(factor).map_or_else(|| factor.to_owned(), |(_, factor)| factor.key.clone());
        self.values.extend([Value::Text(model.key.clone()), Value::Text(key)]);
        let value = "(SELECT f.value FROM scores f WHERE f.client = s.client AND f.model = ? AND f.factor = ?
                       ORDER BY f.day DESC, f.id DESC LIMIT 1)";
        self.test(value, test, |value| Value::Integer(i64::from(*value)))
    }
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Less => "<",
        Relation::AtMost => "<=",
        Relation::Equal => "=",
        Relation::AtLeast => ">=",
        Relation::More => ">",
    }
}
