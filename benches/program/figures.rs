//! Figures and the table they are printed in: one row a figure, one column a size of book.

/// What a figure counts; times are in seconds, memory in bytes.
#[derive(Clone, Copy)]
pub enum Unit {
    Time,
    Memory,
    Bytes,
    Count,
    Ratio,
}

/// A figure by its name; none where this machine cannot tell.
pub struct Figure {
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    value: Option<f64>,
}

impl Figure {
    /// A figure that was taken.
    pub fn of(name: &'static str, unit: Unit, value: f64) -> Self {
        Self::maybe(name, unit, Some(value))
    }

    /// A figure that may not have been taken.
    pub fn maybe(name: &'static str, unit: Unit, value: Option<f64>) -> Self {
        Self { name, unit, value }
    }
}

/// The figures of one book.
pub struct Column {
    pub clients: u64,
    pub figures: Vec<Figure>,
}

impl Column {
    fn find(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// What a figure came to.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.find(name)?.value
    }

    /// A figure as a multiple of another of the same run.
    pub fn ratio(&self, name: &'static str, one: &str, other: &str) -> Figure {
        Figure::maybe(name, Unit::Ratio, self.value(one).zip(self.value(other)).map(|(one, other)| one / other))
    }

    /// A change in the console as a multiple of what it may take: a key, and three durable writes.
    pub fn allowed(&self, name: &'static str, one: &str, key: &str, write: &str) -> Figure {
        let allowed = self.value(key).zip(self.value(write)).map(|(key, write)| key + 3.0 * write);
        Figure::maybe(name, Unit::Ratio, self.value(one).zip(allowed).map(|(one, allowed)| one / allowed))
    }

    /// A figure as a multiple of the same of another book.
    pub fn grown(&self, name: &'static str, of: &str, from: &Column) -> Figure {
        Figure::maybe(name, Unit::Ratio, self.value(of).zip(from.value(of)).map(|(here, there)| here / there))
    }
}

/// The value below which a share of the values lies.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = u32::try_from(values.len()).expect("few values") - 1;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among few values")]
    let at = (f64::from(last) * share).round() as usize;
    values[at]
}

/// Prints the named rows, in Markdown, so that the table can stand in `benches/README.md` as it is.
pub fn print(title: &str, columns: &[Column], names: &[&'static str]) {
    println!("\n| {title:<44} |{}", columns.iter().map(|column| format!(" {:>11} |", column.clients)).collect::<String>());
    println!("|{}|{}", "-".repeat(46), "------------:|".repeat(columns.len()));
    for name in names {
        let cell = |column: &Column| format!(" {:>11} |", column.find(name).map_or("-".to_owned(), in_words));
        println!("| {name:<44} |{}", columns.iter().map(cell).collect::<String>());
    }
}

fn in_words(figure: &Figure) -> String {
    let Some(value) = figure.value else { return "-".to_owned() };
    match figure.unit {
        Unit::Time if value >= 1.0 => format!("{value:.2} s"),
        Unit::Time => format!("{:.2} ms", value * 1e3),
        Unit::Memory => format!("{:.1} MiB", value / 1024.0 / 1024.0),
        Unit::Bytes => format!("{value:.0} B"),
        Unit::Count => format!("{value:.0}"),
        Unit::Ratio => format!("{value:.2} ×"),
    }
}
