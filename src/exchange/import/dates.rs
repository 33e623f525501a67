//! Dates as people and systems write them: the column decides whether the day or the month comes first.

use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::values::Fault;
use crate::exchange::guard::without_guard;

/// Bytes of the longest cell that is looked at for a date: those with a weekday, a time and a zone in words are far shorter.
const LONGEST: usize = 400;

/// In which order a column writes day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 26-12-31
    Ymd,
}

impl DateOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::Dmy, Self::Mdy, Self::Ymd];
}

impl DateOrder {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }
}

impl FromStr for DateOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_lowercase().as_str() {
            "dmy" => Ok(Self::Dmy),
            "mdy" => Ok(Self::Mdy),
            "ymd" => Ok(Self::Ymd),
            _ => Err(format!("“{text}” is no order of dates; give dmy, mdy or ymd")),
        }
    }
}

/// How a column writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateForm {
    /// The order; none where no cell depends on it.
    pub order: Option<DateOrder>,
    /// Whether whole numbers are days counted by a spreadsheet (1 = 1 January 1900).
    pub serials: bool,
}

/// A date cell taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Year, month and day are told by the way it is written (`2026-11-05`, `5 Nov 2026`).
    Told {
        /// The year, in full.
        year: i32,
        /// The month.
        month: u32,
        /// The day.
        day: u32,
    },
    /// Three numbers whose order the column decides.
    Numbers {
        /// The numbers as they stand.
        parts: [u32; 3],
        /// Whether the last one is a year in full.
        full_year: bool,
        /// Whether the year may come first (`26-11-05`).
        dashed: bool,
    },
    /// A day counted by a spreadsheet.
    Serial(u32),
}

impl Shape {
    /// Takes a cell apart; a time of day behind the date is left away, the civil date stays as written.
    ///
    /// # Errors
    /// What is no date.
    pub fn of(cell: &str) -> Result<Self, Fault> {
        let cell = without_guard(cell).trim();
        if let Some(told) = iso(cell.as_bytes()) {
            return Ok(told);
        }
        if cell.len() > LONGEST {
            return Err(not_a_date());
        }
        let unified: String =
            cell.nfkc().map(|c| if matches!(c, '年' | '月') { '-' } else { c }).filter(|c| *c != '日').collect();
        let date = without_time(unified.trim());
        if date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && let Some(number) = plain_number(date)
        {
            return Ok(number);
        }
        let signs: Vec<char> = date.chars().filter(|c| matches!(c, '/' | '-' | '.')).collect();
        let said = |word: &&str| !word.is_empty() && !word.eq_ignore_ascii_case("de");
        let words: Vec<&str> = date.split(['/', '-', '.', ' ', ',']).filter(said).collect();
        let numbers: Option<Vec<u32>> = words.iter().map(|word| number(word)).collect();
        match numbers.as_deref() {
            Some(&[a, b, c]) if signs.windows(2).all(|pair| pair[0] == pair[1]) => {
                if words[0].len() == 4 {
                    return Ok(Self::Told { year: full(a, 4), month: b, day: c });
                }
                let known = words[0].len() <= 2 && words[1].len() <= 2 && matches!(words[2].len(), 2 | 4);
                let shape =
                    Self::Numbers { parts: [a, b, c], full_year: words[2].len() == 4, dashed: signs.first() == Some(&'-') };
                known.then_some(shape).ok_or_else(not_a_date)
            }
            Some(_) => Err(not_a_date()),
            None => in_words(&words).ok_or_else(not_a_date),
        }
    }

    /// Year, month and day when read in an order; `None` where a number cannot be what the order says.
    fn in_order(self, order: DateOrder) -> Option<(i32, u32, u32)> {
        let (year, month, day) = match self {
            Self::Told { year, month, day } => return Some((year, month, day)),
            Self::Serial(_) => return None,
            Self::Numbers { parts: [a, b, c], full_year, .. } => match order {
                DateOrder::Dmy => (full(c, if full_year { 4 } else { 2 }), b, a),
                DateOrder::Mdy => (full(c, if full_year { 4 } else { 2 }), a, b),
                DateOrder::Ymd if full_year => return None,
                DateOrder::Ymd => (full(a, 2), b, c),
            },
        };
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
    }
}

/// What the cells of a column say together about how it writes its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Orders in which every cell so far can be read.
    orders: Vec<DateOrder>,
    /// The first cell that reads differently by the order, and its line.
    disputed: Option<(String, u64)>,
    /// The first cell after which no order was left, and its line.
    contradiction: Option<(String, u64)>,
    serials: u64,
    others: u64,
    /// Cells that can be read in one order only, by the order.
    only: [u64; 3],
}

impl Default for Evidence {
    fn default() -> Self {
        Self { orders: DateOrder::ALL.to_vec(), disputed: None, contradiction: None, serials: 0, others: 0, only: [0; 3] }
    }
}

/// Cells that together are no slip of the pen.
pub const SURE: u64 = 3;

/// What a column's cells leave open, with a cell that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The cell.
    pub value: String,
    /// Its line.
    pub line: u64,
    /// Why the column does not decide.
    pub why: &'static str,
}

impl Evidence {
    /// Takes note of a cell that is not blank.
    pub fn add(&mut self, cell: &str, line: u64) {
        let Ok(shape) = Shape::of(cell) else {
            self.others += 1;
            return;
        };
        let Shape::Numbers { full_year, dashed, .. } = shape else {
            let serial = matches!(shape, Shape::Serial(_));
            self.serials += u64::from(serial);
            self.others += u64::from(!serial);
            return;
        };
        self.others += 1;
        let usual = |order: &DateOrder| *order != DateOrder::Ymd || (dashed && !full_year);
        let possible: Vec<DateOrder> =
            DateOrder::ALL.into_iter().filter(|order| usual(order) && shape.in_order(*order).is_some()).collect();
        if let [only] = possible.as_slice() {
            self.only[*only as usize] += 1;
        }
        if possible.is_empty() || self.contradiction.is_some() {
            return;
        }
        let readings = |orders: &[DateOrder]| {
            let mut readings: Vec<_> = orders.iter().map(|order| shape.in_order(*order)).collect();
            readings.dedup();
            readings.len()
        };
        if self.disputed.is_none() && readings(&possible) > 1 {
            self.disputed = Some((cell.to_owned(), line));
        }
        self.orders.retain(|order| possible.contains(order));
        if self.orders.is_empty() {
            self.contradiction = Some((cell.to_owned(), line));
        }
    }

    /// The only order in which the column can be read: at least [`SURE`] cells leave no other, and none speaks against it.
    #[must_use]
    pub fn sure(&self) -> Option<DateOrder> {
        let [order] = self.orders.as_slice() else { return None };
        (self.contradiction.is_none() && self.only[*order as usize] >= SURE).then_some(*order)
    }

    /// How the column writes its dates; `given` is what somebody said about it: it answers what the column leaves open, and
    /// goes before a single cell, not before a column that can only be read otherwise.
    ///
    /// # Errors
    /// What must be asked.
    pub fn decide(&self, given: Option<DateOrder>) -> Result<DateForm, Open> {
        let serials = self.serials > 0 && self.others == 0;
        if given.is_some() {
            return Ok(DateForm { order: self.sure().or(given), serials });
        }
        if let Some((value, line)) = self.contradiction.clone() {
            return Err(Open { value, line, why: "does not go with the other dates of its column" });
        }
        match (self.orders.as_slice(), self.disputed.clone()) {
            ([order], _) => Ok(DateForm { order: Some(*order), serials }),
            (_, Some((value, line))) => Err(Open { value, line, why: "can be read in two ways, day or month first" }),
            (orders, None) => Ok(DateForm { order: orders.first().copied(), serials }),
        }
    }
}

/// Reads a date in the form of its column; the civil date as written, whatever zone or time stands behind it.
///
/// # Errors
/// What is no date, or one the calendar does not have.
pub fn read(cell: &str, form: &DateForm) -> Result<NaiveDate, Fault> {
    let shape = Shape::of(cell)?;
    if let Shape::Serial(days) = shape {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30).filter(|_| form.serials);
        return first.and_then(|first| first.checked_add_days(Days::new(u64::from(days)))).ok_or_else(not_a_date);
    }
    let read = match (shape, form.order) {
        (Shape::Told { year, month, day }, _) => Some((year, month, day)),
        (Shape::Numbers { .. }, None) => {
            return Err(Fault::new("can be read in two ways", "say which with --date-order dmy or --date-order mdy"));
        }
        (Shape::Numbers { .. }, Some(order)) => shape.in_order(order),
        (Shape::Serial(_), _) => None,
    };
    let hint = "write it as YYYY-MM-DD";
    let Some((year, month, day)) = read else {
        return Err(Fault::new("is not a date in the order of its column", hint));
    };
    if year == 0 && month == 0 && day == 0 {
        return Err(Fault::new("is a date of zeros", "leave the cell empty where there is no date"));
    }
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|date| date.year() >= 1900 && date.year() <= 9999);
    date.ok_or_else(|| Fault::new("is a day the calendar does not have", hint))
}

fn not_a_date() -> Fault {
    Fault::new("is not a date", "write it as YYYY-MM-DD")
}

/// The form most files have, without detours: `2026-11-05`, alone or before a time.
fn iso(cell: &[u8]) -> Option<Shape> {
    let (date, rest) = cell.split_at_checked(10)?;
    if date[4] != b'-' || date[7] != b'-' || !rest.is_empty() {
        return None;
    }
    let value = |from: usize, to: usize| std::str::from_utf8(&date[from..to]).ok().and_then(number);
    Some(Shape::Told { year: full(value(0, 4)?, 4), month: value(5, 7)?, day: value(8, 10)? })
}

fn number(word: &str) -> Option<u32> {
    (word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
}

/// A year in full: two digits below 70 are of this century, the others of the last.
fn full(year: u32, digits: usize) -> i32 {
    let century = match (digits, year) {
        (2, 0..70) => 2000,
        (2, _) => 1900,
        (_, _) => 0,
    };
    i32::try_from(century + year).expect("at most four digits")
}

/// `20261105`, or `46331` and `46331.5` as a spreadsheet counts days (20,000 is 1954, 80,000 is 2119).
fn plain_number(text: &str) -> Option<Shape> {
    if text.len() == 8 && !text.contains('.') {
        let (year, rest) = text.split_at(4);
        let (month, day) = rest.split_at(2);
        return Some(Shape::Told { year: full(number(year)?, 4), month: number(month)?, day: number(day)? });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let days: u32 = whole.parse().ok().filter(|_| whole.len() == 5 && !fraction.contains('.'))?;
    (20_000..=80_000).contains(&days).then_some(Shape::Serial(days))
}

/// The date before a time of day: `2026-11-05T03:23:15.000Z`, `02/23/26 08:55 PM`.
fn without_time(text: &str) -> &str {
    let time_starts = |rest: &str| {
        let rest = rest.trim_start();
        let hours = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (hour, behind) = rest.split_at(hours);
        let minutes = behind.strip_prefix(':').map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        (1..=2).contains(&hours) && hour.parse::<u32>().is_ok_and(|hour| hour <= 24) && minutes == Some(2)
    };
    let between = |c: char| matches!(c, ' ' | 'T' | 't' | ',');
    let cut = text.char_indices().find(|(at, c)| between(*c) && *at >= 5 && time_starts(&text[at + c.len_utf8()..]));
    cut.map_or(text, |(at, _)| text[..at].trim_end())
}

/// `5 Nov 2026`, `Nov 5, 2026`, `Thu 05-Nov-26`, `5. November 2026`.
fn in_words(words: &[&str]) -> Option<Shape> {
    let words = match words {
        [weekday, rest @ ..] if rest.len() == 3 && number(weekday).is_none() && month(weekday).is_none() => rest,
        words => words,
    };
    let [a, b, c] = *words else { return None };
    let plain = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        number(digits).filter(|_| ["", "st", "nd", "rd", "th", "er"].contains(&ending.to_lowercase().as_str()))
    };
    let year = |word: &str| number(word).filter(|_| matches!(word.len(), 2 | 4)).map(|year| full(year, word.len()));
    if let Some(month) = month(b) {
        if a.len() == 4
            && let Some(day) = plain(c)
        {
            return Some(Shape::Told { year: year(a)?, month, day });
        }
        return Some(Shape::Told { year: year(c)?, month, day: plain(a)? });
    }
    Some(Shape::Told { year: year(c)?, month: month(a)?, day: plain(b)? })
}

/// The month of a name or of its beginning, in English, German, French, Spanish, Dutch or Italian.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januar", "jänner", "janvier", "janv", "enero", "januari", "gennaio"],
        &["february", "februar", "février", "fevrier", "févr", "febrero", "februari", "febbraio"],
        &["march", "märz", "mrz", "mars", "marzo", "maart", "mrt"],
        &["april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "mei", "maggio"],
        &["june", "juni", "juin", "junio", "giugno"],
        &["july", "juli", "juillet", "juil", "julio", "luglio"],
        &["august", "août", "aout", "agosto", "augustus"],
        &["september", "sept", "septembre", "septiembre", "settembre"],
        &["october", "oktober", "octobre", "octubre", "ottobre"],
        &["november", "novembre", "noviembre"],
        &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre"],
    ];
    let word = word.to_lowercase();
    // `jui` begins juin and juillet.
    let short = word.chars().count() == 3 && word != "jui";
    let fits = |names: &[&str]| names.iter().any(|name| *name == word || (short && name.starts_with(&word)));
    let at = MONTHS.iter().position(|names| fits(names))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn date(cell: &str, order: Option<DateOrder>) -> Result<String, String> {
        read(cell, &DateForm { order, serials: false }).map(|date| date.to_string()).map_err(|fault| fault.problem)
    }

    fn column(cells: &[&str]) -> Result<Option<DateOrder>, &'static str> {
        let mut evidence = Evidence::default();
        for (at, cell) in cells.iter().enumerate() {
            evidence.add(cell, at as u64 + 2);
        }
        evidence.decide(None).map(|form| form.order).map_err(|open| open.why)
    }

    #[rstest]
    #[case("2026-11-05", "2026-11-05")]
    #[case("2026/11/5", "2026-11-05")]
    #[case("2026.11.05", "2026-11-05")]
    #[case("20261105", "2026-11-05")]
    #[case("2006-04-15T03:23:15.000Z", "2006-04-15")]
    #[case("2010-10-14T12:00:00.000Z-0300", "2010-10-14")]
    #[case("2019-07-05 20:35:26", "2019-07-05")]
    #[case("2026-11-05T23:30:00+14:00", "2026-11-05")]
    #[case("5 Nov 2026", "2026-11-05")]
    #[case("Nov 5, 2026", "2026-11-05")]
    #[case("November 5th, 2026", "2026-11-05")]
    #[case("05-NOV-26", "2026-11-05")]
    #[case("5. März 2026", "2026-03-05")]
    #[case("Thu, 5 Nov 2026 10:30", "2026-11-05")]
    #[case("2026-Nov-05", "2026-11-05")]
    #[case("3 août 2026", "2026-08-03")]
    #[case("1er juil. 2026", "2026-07-01")]
    #[case("5 de noviembre de 2026", "2026-11-05")]
    #[case("5 mrt 2026", "2026-03-05")]
    #[case("2026年11月5日", "2026-11-05")]
    #[case("２０２６-１１-０５", "2026-11-05")]
    #[case("2028-02-29", "2028-02-29")]
    fn a_date_that_tells_its_order_is_read_as_written(#[case] cell: &str, #[case] read: &str) {
        assert_eq!(date(cell, None), Ok(read.to_owned()), "{cell}");
    }

    #[rstest]
    #[case("02/03/2026", DateOrder::Dmy, "2026-03-02")]
    #[case("02/03/2026", DateOrder::Mdy, "2026-02-03")]
    #[case("2.3.26", DateOrder::Dmy, "2026-03-02")]
    #[case("02/23/26 08:55 PM", DateOrder::Mdy, "2026-02-23")]
    #[case("26-11-05", DateOrder::Ymd, "2026-11-05")]
    #[case("1/1/69", DateOrder::Mdy, "2069-01-01")]
    #[case("1/1/70", DateOrder::Mdy, "1970-01-01")]
    fn the_order_of_the_column_reads_the_rest(#[case] cell: &str, #[case] order: DateOrder, #[case] read: &str) {
        assert_eq!(date(cell, Some(order)), Ok(read.to_owned()), "{cell}");
    }

    #[rstest]
    #[case("31/04/2026", "calendar")]
    #[case("2026-02-29", "calendar")]
    #[case("0000-00-00", "zeros")]
    #[case("0000-00-00 00:00:00", "zeros")]
    #[case("13/13/2026", "order")]
    #[case("1826-01-01", "calendar")]
    #[case("tomorrow", "not a date")]
    #[case("2026-11", "not a date")]
    #[case("1/2-2026", "not a date")]
    #[case("46331", "not a date")]
    #[case("1.2.3.4", "not a date")]
    #[case("Nov 2026", "not a date")]
    fn what_is_no_date_is_said_to_be_none(#[case] cell: &str, #[case] why: &str) {
        let fault = date(cell, Some(DateOrder::Dmy));
        assert!(fault.as_ref().is_err_and(|fault| fault.contains(why)), "{cell}: {fault:?}");
    }

    #[rstest]
    #[case(&["02/01/2014", "31/12/2012"], Ok(Some(DateOrder::Dmy)))]
    #[case(&["10/20/2016", "3/1/2017"], Ok(Some(DateOrder::Mdy)))]
    #[case(&["2026-01-02", "2026-03-04"], Ok(Some(DateOrder::Dmy)))]
    #[case(&["05/05/2026"], Ok(Some(DateOrder::Dmy)))]
    #[case(&["02/03/24", "02/23/26 08:55 PM"], Ok(Some(DateOrder::Mdy)))]
    #[case(&["02/03/2026"], Err("can be read in two ways, day or month first"))]
    #[case(&["26-11-05"], Err("can be read in two ways, day or month first"))]
    #[case(&["13/05/2026", "05/13/2026"], Err("does not go with the other dates of its column"))]
    #[case(&["99/99/2026", "rubbish", "13/05/2026"], Ok(Some(DateOrder::Dmy)))]
    fn the_column_decides_or_asks(#[case] cells: &[&str], #[case] decided: Result<Option<DateOrder>, &'static str>) {
        assert_eq!(column(cells), decided);
    }

    #[test]
    fn days_counted_by_a_spreadsheet_are_dates_only_where_all_are() {
        let form = |cells: &[&str]| {
            let mut evidence = Evidence::default();
            cells.iter().for_each(|cell| evidence.add(cell, 2));
            evidence.decide(None).expect("nothing to ask")
        };
        let all = form(&["46331", "45000.5"]);
        assert_eq!(read("46331", &all).map(|date| date.to_string()), Ok("2026-11-05".to_owned()));
        assert!(read("46331", &form(&["46331", "2026-01-01"])).is_err());
        assert!(read("12", &all).is_err(), "a number too small to be a day of our time");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(cell in "\\PC{0,24}", near in "[0-9TZ:/. -]{0,22}", words in "[0-9a-zA-Zä, -]{0,16}") {
            for cell in [&cell, &near, &words] {
                let mut evidence = Evidence::default();
                evidence.add(cell, 1);
                let _ = (read(cell, &DateForm { order: Some(DateOrder::Ymd), serials: true }), evidence.decide(None));
            }
        }

        #[test]
        fn a_date_reads_the_same_in_every_form(days in 0u64..60_000) {
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).and_then(|day| day.checked_add_days(Days::new(days))).expect("in range");
            let forms = [("%Y-%m-%d", None), ("%d/%m/%Y", Some(DateOrder::Dmy)), ("%-m/%-d/%Y", Some(DateOrder::Mdy)), ("%d %b %Y", None),
                ("%B %-d, %Y", None), ("%Y%m%d", None), ("%Y-%m-%dT%H:%M:%SZ", None)];
            let at_noon = day.and_hms_opt(12, 0, 0).expect("noon exists");
            for (pattern, order) in forms {
                let cell = at_noon.format(pattern).to_string();
                proptest::prop_assert_eq!(read(&cell, &DateForm { order, serials: false }), Ok(day), "{}", cell);
            }
        }
    }
}
