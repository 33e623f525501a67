//! A report as one HTML page: charts drawn in it, nothing loaded from elsewhere.

use askama::Template;

use super::paper::{Block, Kind, Paper, Table};
use crate::exchange::export::html::STYLE;
use crate::exchange::export::picture::clean::{block, line};

/// What these pages have besides the style of all pages.
const FURTHER: &str = include_str!("../../../../assets/report/session.css");

#[derive(Template)]
#[template(path = "session.html")]
struct Page {
    title: String,
    style: String,
    facts: Vec<(&'static str, String)>,
    warning: Option<(&'static str, String)>,
    figures: Vec<(String, String)>,
    sections: Vec<(String, Vec<Part>)>,
    foot: Vec<String>,
}

/// A block with its texts cleaned; the template escapes them.
enum Part {
    Heading(String),
    Says(String),
    Facts(Vec<(&'static str, String)>),
    Table(Vec<(String, &'static str)>, Vec<Vec<(String, &'static str)>>),
    List(Vec<String>),
    Checklist(Vec<String>),
    Charts(Vec<String>),
}

/// The report as a page.
pub(super) fn written(paper: &Paper) -> String {
    let facts = |facts: &[(&'static str, String)]| facts.iter().map(|(name, said)| (*name, block(said))).collect::<Vec<_>>();
    let texts = |texts: &[String]| texts.iter().map(|text| block(text)).collect::<Vec<_>>();
    let part = |part: &Block| match part {
        Block::Heading(said) => Part::Heading(line(said)),
        Block::Says(said) => Part::Says(block(said)),
        Block::Facts(said) => Part::Facts(facts(said)),
        Block::Table(said) => table(said),
        Block::List(said) => Part::List(texts(said)),
        Block::Checklist(said) => Part::Checklist(texts(said)),
        Block::Charts(drawings) => Part::Charts(drawings.iter().map(|drawing| drawing.inline()).collect()),
    };
    let page = Page {
        title: line(&paper.title),
        style: format!("{STYLE}{FURTHER}"),
        facts: facts(&paper.facts),
        warning: paper.warning.as_ref().map(|warning| (warning.word, block(&warning.said))),
        figures: paper.figures.iter().map(|(figure, of)| (line(figure), line(of))).collect(),
        sections: paper
            .sections
            .iter()
            .map(|section| (line(&section.title), section.blocks.iter().map(part).collect()))
            .collect(),
        foot: texts(&paper.foot),
    };
    page.render().expect("writing to a text never fails")
}

fn table(table: &Table) -> Part {
    let class = |kind| match kind {
        Kind::Text => "",
        Kind::Note => "note",
        Kind::Figure => "n",
        Kind::Day => "d",
    };
    let head = table.columns.iter().map(|column| (line(&column.title), class(column.kind))).collect();
    let cells = |row: &Vec<String>| {
        row.iter().zip(&table.columns).map(|(text, column)| (block(text), class(column.kind))).collect::<Vec<_>>()
    };
    Part::Table(head, table.rows.iter().map(cells).collect())
}
