//! What stands above the tables of a page: figures, pictures and charts.

use std::io::Write;

use super::super::picture::clean::{escaped, line};
use super::super::picture::heading::{Heading, money, number, sums};
use super::super::picture::svg::{Drawing, Ink};
use super::super::picture::{Bar, across, board, how_many, scatter, together, upward};
use super::super::{Ask, ExportError, Share, What, tables};
use super::ahead::Ahead;
use super::tally::Tally;
use crate::domain::model::{Membership, Model};
use crate::domain::money::Amount;
use crate::store::{Board, SegmentTotal, Store, Watch};

/// So many currencies have a chart of their own.
const CURRENCIES: usize = 3;

/// The title of the chart of weeks.
const WEEKS: &str = "Open reviews by week: earlier ones, then 12 weeks by their Mondays";

/// What the parts of a page are made of.
pub(super) struct Part<'a> {
    pub store: &'a Store,
    pub ask: &'a Ask,
    pub heading: &'a Heading,
}

impl Part<'_> {
    /// Figures, the board, the scatter, the shares of the segments, and what is due when.
    pub fn board(&self, to: &mut dyn Write, watch: Watch<'_>) -> Result<(), ExportError> {
        let model = self.store.ground().model(self.ask.model.as_deref())?;
        let totals = self.store.board(Some(&model.key), self.ask.filter.as_ref(), self.ask.today)?;
        self.totals(&model, &totals, to)?;
        for drawing in [
            board(self.store, self.ask, self.heading, &mut *watch)?.0,
            scatter(self.store, self.ask, self.heading, &mut *watch)?.0,
        ] {
            writeln!(to, "<figure class=\"whole\">\n{}\n</figure>", drawing.inline())?;
        }
        let ahead = Ahead::of(self.store, self.ask, watch)?;
        let mut drawings = self.shares(&model, &totals);
        drawings.push(upward(WEEKS, &ahead.bars()));
        charts(&drawings, to)
    }

    /// How many are in which state, and when.
    pub fn due(&self, to: &mut dyn Write, watch: Watch<'_>) -> Result<(), ExportError> {
        let ahead = Ahead::of(self.store, self.ask, watch)?;
        let names = ["overdue", "due", "upcoming", "booked", "snoozed"];
        let said = names.iter().zip(ahead.states).map(|(name, n)| (number(n), (*name).to_owned()));
        figures(&said.collect::<Vec<_>>(), to)?;
        let inks = [Ink::Overdue, Ink::Due, Ink::Plain, Ink::Plain, Ink::Plain];
        let bar = |((name, n), ink): ((&str, i64), Ink)| Bar { name: name.to_owned(), value: n as f64, said: number(n), ink };
        let states: Vec<Bar> = names.into_iter().zip(ahead.states).zip(inks).map(bar).collect();
        let weeks = upward(WEEKS, &ahead.bars());
        charts(&[weeks, across("Open reviews by state", &states)], to)
    }

    /// Figures and shares of the segments.
    pub fn clients(&self, to: &mut dyn Write) -> Result<(), ExportError> {
        let model = self.store.ground().model(self.ask.model.as_deref())?;
        let totals = self.store.board(Some(&model.key), self.ask.filter.as_ref(), self.ask.today)?;
        self.totals(&model, &totals, to)?;
        charts(&self.shares(&model, &totals), to)
    }

    /// How many were held, of which kind and in which month.
    pub fn reviews(&self, to: &mut dyn Write, watch: Watch<'_>) -> Result<(), ExportError> {
        let mut tally = Tally::by("held_on", "kind");
        tables::feed(self.store, &Ask { what: What::Reviews, ..self.ask.clone() }, &mut tally, watch)?;
        figures(&[(number(tally.rows), if tally.rows == 1 { "review" } else { "reviews" }.to_owned())], to)?;
        let months = upward("Reviews held by month", &tally.months(self.ask.today));
        charts(&[months, across("Reviews by kind", &tally.kinds())], to)
    }

    /// How many entries there are, of which kind and of which month.
    pub fn history(&self, to: &mut dyn Write, watch: Watch<'_>) -> Result<(), ExportError> {
        let mut tally = Tally::by("at", "kind");
        tables::feed(self.store, self.ask, &mut tally, watch)?;
        figures(&[(number(tally.rows), if tally.rows == 1 { "entry" } else { "entries" }.to_owned())], to)?;
        let months = upward("Entries by month", &tally.months(self.ask.today));
        charts(&[months, across("Entries by kind", &tally.kinds())], to)
    }

    fn totals(&self, model: &Model, board: &Board, to: &mut dyn Write) -> Result<(), ExportError> {
        let clients = how_many(self.store, self.ask, model, board)?;
        let mut said = vec![(number(clients), if clients == 1 { "client" } else { "clients" }.to_owned())];
        if model.membership == Membership::One {
            let (all, overdue) = together(board);
            said.extend(sums(&all, self.ask.money).into_iter().map(|sum| (sum, "annual revenue".to_owned())));
            said.push((number(overdue), "overdue".to_owned()));
        }
        said.push((number(board.unplaced.clients), "in no segment".to_owned()));
        figures(&said, to)
    }

    /// Clients by segment, and revenue by segment in each of the first currencies.
    fn shares(&self, model: &Model, board: &Board) -> Vec<Drawing> {
        let named = |of: &dyn Fn(&SegmentTotal) -> (f64, String)| -> Vec<Bar> {
            let names = model.segments.iter().map(|segment| format!("{} {}", segment.letter, segment.name));
            let parts = names.zip(&board.segments).chain([("No segment".to_owned(), &board.unplaced)]);
            let bars = parts.map(|(name, total)| {
                let (value, said) = of(total);
                Bar { name, value, said, ink: Ink::Plain }
            });
            bars.collect()
        };
        let mut drawings = vec![across("Clients by segment", &named(&|total| (total.clients as f64, number(total.clients))))];
        if self.ask.money == Share::Left {
            return drawings;
        }
        let (all, _) = together(board);
        for (currency, _) in all.iter().take(CURRENCIES) {
            let sum = |total: &SegmentTotal| total.arr.iter().find(|(known, _)| *known == currency).map(|(_, sum)| sum);
            let bars = named(&|total| {
                let sum = sum(total).unwrap_or_else(|| Amount::whole(0));
                (sum.ten_thousandths().max(0) as f64, money(sum, currency))
            });
            drawings.push(across(&format!("Annual revenue by segment, {}", line(currency)), &bars));
        }
        drawings
    }
}

/// Figures side by side, each with what it counts.
fn figures(said: &[(String, String)], to: &mut dyn Write) -> Result<(), ExportError> {
    to.write_all(b"<ul class=\"figures\">\n")?;
    for (figure, of) in said {
        writeln!(to, "<li><b>{}</b><span>{}</span></li>", escaped(figure), escaped(of))?;
    }
    Ok(to.write_all(b"</ul>\n")?)
}

fn charts(drawings: &[Drawing], to: &mut dyn Write) -> Result<(), ExportError> {
    to.write_all(b"<div class=\"charts\">\n")?;
    for drawing in drawings {
        writeln!(to, "<figure>\n{}\n</figure>", drawing.inline())?;
    }
    Ok(to.write_all(b"</div>\n")?)
}
