//! Odd clients written with any separator, line end, encoding and way of writing amounts and days are read as they were.

use chrono::{NaiveDate, TimeDelta};
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::properties::{OURS, note, text};
use super::*;
use crate::domain::money::Amount;
use crate::exchange::guard::guarded;

/// How a system writes its files.
#[derive(Debug, Clone)]
struct Manner {
    separator: u8,
    end: csv::Terminator,
    encoding: Bytes,
    decimal: char,
    grouped: bool,
    day: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bytes {
    Utf8,
    Marked8,
    Marked16Le,
    Marked16Be,
    Bare16Le,
    Bare16Be,
    Windows,
}

impl Bytes {
    fn of(self, text: &str) -> Vec<u8> {
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Marked8 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Self::Marked16Le => [b"\xFF\xFE", units(u16::to_le_bytes).as_slice()].concat(),
            Self::Marked16Be => [b"\xFE\xFF", units(u16::to_be_bytes).as_slice()].concat(),
            Self::Bare16Le => units(u16::to_le_bytes),
            Self::Bare16Be => units(u16::to_be_bytes),
            Self::Windows => WINDOWS_1252.encode(text).0.into_owned(),
        }
    }

    /// Whether any character may stand in it: what has no mark is known by its being Latin.
    fn takes_all(self) -> bool {
        matches!(self, Self::Utf8 | Self::Marked8 | Self::Marked16Le | Self::Marked16Be)
    }
}

fn manner() -> impl Strategy<Value = Manner> {
    use Bytes::{Bare16Be, Bare16Le, Marked8, Marked16Be, Marked16Le, Utf8, Windows};
    use csv::Terminator::{Any, CRLF};
    let encodings = [Utf8, Marked8, Marked16Le, Marked16Be, Bare16Le, Bare16Be, Windows];
    (
        prop::sample::select(&b",;\t|"[..]),
        prop::sample::select(vec![Any(b'\n'), Any(b'\r'), CRLF]),
        prop::sample::select(encodings.to_vec()),
        prop::sample::select(vec!['.', ',']),
        any::<bool>(),
        prop::sample::select(vec!["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%y", "%Y%m%d", "%d %b %Y", "%Y-%m-%dT23:59:59-11:00"]),
    )
        .prop_map(|(separator, end, encoding, decimal, grouped, day)| Manner {
            separator,
            end,
            encoding,
            decimal,
            grouped,
            day,
        })
}

#[derive(Debug, Clone)]
struct Odd {
    name: String,
    owner: String,
    note: String,
    /// Ten thousandths, whole cents.
    arr: Option<i64>,
    /// Days since 2000.
    day: i64,
}

fn odd() -> impl Strategy<Value = Odd> {
    let arr = proptest::option::of((-9_000_000_000_i64..9_000_000_000).prop_map(|cents| cents * 100));
    (text(), text(), note(), arr, 0_i64..18_000).prop_map(|(name, owner, note, arr, day)| Odd { name, owner, note, arr, day })
}

/// Letters no text in Windows-1252 or bare UTF-16 is mistaken for another encoding by.
fn latin(text: &str) -> String {
    const LATIN: [char; 6] = ['é', 'ü', 'ß', 'Å', 'ñ', 'x'];
    text.chars().map(|c| if c.is_ascii() { c } else { LATIN[c as usize % LATIN.len()] }).collect()
}

impl Odd {
    fn told_in(mut self, encoding: Bytes) -> Self {
        if !encoding.takes_all() {
            (self.name, self.owner, self.note) = (latin(&self.name), latin(&self.owner), latin(&self.note));
        }
        self
    }

    fn date(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day") + TimeDelta::days(self.day)
    }
}

impl Manner {
    /// With two decimals always, so that nothing is to be asked.
    fn amount(&self, ten_thousandths: i64) -> String {
        let cents = ten_thousandths / 100;
        let whole = (cents.abs() / 100).to_string();
        let group = if self.decimal == '.' { ',' } else { '.' };
        let mut digits = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if self.grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                digits.push(group);
            }
            digits.push(digit);
        }
        format!("{}{digits}{}{:02}", if cents < 0 { "-" } else { "" }, self.decimal, cents.abs() % 100)
    }

    fn file(&self, rows: &[Odd]) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.separator).terminator(self.end).from_writer(Vec::new());
        writer.write_record(OURS).expect("memory takes all");
        for (at, odd) in rows.iter().enumerate() {
            let cell = |field: &str| match field {
                "external_id" => guarded(&format!("-{at}")).into_owned(),
                "name" | "industry" | "goal" => guarded(&odd.name).into_owned(),
                "owner" | "stage" => guarded(&odd.owner).into_owned(),
                "arr" => odd.arr.map(|raw| self.amount(raw)).unwrap_or_default(),
                "renewal_on" | "onboarded_on" => odd.date().format(self.day).to_string(),
                "notes" => guarded(&odd.note).into_owned(),
                "archived" => "false".to_owned(),
                _ => String::new(),
            };
            writer.write_record(OURS.map(cell)).expect("memory takes all");
        }
        let text = String::from_utf8(writer.into_inner().expect("memory takes all")).expect("UTF-8");
        self.encoding.of(&text)
    }
}

proptest! {
    #[test]
    fn odd_clients_are_read_as_they_were_in_whatever_manner_they_are_written(
        manner in manner(),
        rows in proptest::collection::vec(odd(), 1..6),
    ) {
        let rows: Vec<Odd> = rows.into_iter().map(|odd| odd.told_in(manner.encoding)).collect();
        let options = Options { date_order: "dmy".parse().ok(), ..Options::default() };
        let read = read_with(manner.file(&rows), &options);
        let read = read.map_err(|refused| TestCaseError::fail(refused.to_string()))?;
        prop_assert_eq!(&read.problems, &vec![]);
        prop_assert_eq!(&read.skipped, &vec![]);
        prop_assert_eq!(read.rows.len(), rows.len());
        for (at, (row, odd)) in read.rows.iter().zip(&rows).enumerate() {
            prop_assert_eq!(row.external_id.clone(), Some(format!("-{at}")));
            prop_assert_eq!((&row.name, row.owner.as_ref(), row.stage.as_ref()), (&odd.name, Some(&odd.owner), Some(&odd.owner)));
            prop_assert_eq!(row.notes.as_ref(), Some(&odd.note));
            prop_assert_eq!(row.arr.map(Amount::ten_thousandths), odd.arr);
            prop_assert_eq!((row.renewal_on, row.onboarded_on), (Some(odd.date()), Some(odd.date())));
        }
    }

    #[test]
    fn a_column_of_days_read_without_being_told_is_never_read_wrongly(
        days in proptest::collection::vec(0_i64..18_000, 1..12),
        pattern in prop::sample::select(vec!["%d/%m/%Y", "%m/%d/%Y", "%-d.%-m.%Y", "%-m-%-d-%Y", "%d/%m/%y", "%m/%d/%y"]),
    ) {
        let first = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");
        let days: Vec<NaiveDate> = days.into_iter().map(|day| first + TimeDelta::days(day)).collect();
        let rows: String = days.iter().zip(1..).map(|(day, at)| format!("Acme {at},{}\n", day.format(pattern))).collect();
        match read(format!("name,renewal_on\n{rows}")) {
            Ok(read) => {
                let found: Vec<_> = read.rows.iter().filter_map(|row| row.renewal_on).collect();
                prop_assert_eq!(found, days);
            }
            Err(refused) => prop_assert!(matches!(refused, Refused::Ambiguous(_)), "{}", refused),
        }
    }

    #[test]
    fn a_column_of_amounts_read_without_being_told_is_never_read_wrongly(
        amounts in proptest::collection::vec((-9_000_000_i64..9_000_000, 0_u32..4), 1..12),
        (decimal, group) in prop::sample::select(vec![('.', Some(',')), (',', Some('.')), (',', Some(' ')), ('.', Some('\'')), ('.', None), (',', None)]),
    ) {
        // As many decimals as it takes, none to three: whole amounts are grouped alone.
        let written = |(raw, places): &(i64, u32)| {
            let unit = 10_i64.pow(*places);
            let (whole, rest) = ((raw.abs() / unit).to_string(), raw.abs() % unit);
            let mut cell = if *raw < 0 { "-".to_owned() } else { String::new() };
            for (at, digit) in whole.chars().enumerate() {
                cell.extend(group.filter(|_| at > 0 && (whole.len() - at).is_multiple_of(3)));
                cell.push(digit);
            }
            if *places > 0 {
                cell.push(decimal);
                cell.push_str(&format!("{rest:0width$}", width = *places as usize));
            }
            cell
        };
        let rows: String = amounts.iter().zip(1..).map(|(amount, at)| format!("Acme {at};{}\n", written(amount))).collect();
        let meant: Vec<i64> = amounts.iter().map(|(raw, places)| raw * 10_i64.pow(4 - places)).collect();
        match read(format!("name;arr\n{rows}")) {
            Ok(read) => {
                let found: Vec<_> = read.rows.iter().filter_map(|row| row.arr).map(Amount::ten_thousandths).collect();
                prop_assert_eq!(found, meant, "{}", rows);
            }
            Err(refused) => prop_assert!(matches!(refused, Refused::Ambiguous(_)), "{}", refused),
        }
    }
}
