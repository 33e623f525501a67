//! The frame of a page: its head with style and heading, its foot with the entry it was made from.

use std::io;

use askama::Template;

use super::super::picture::heading::Heading;
use super::super::{Ask, ExportError, Share, What};

/// The style of all pages.
pub(in crate::exchange) const STYLE: &str = include_str!("../../../../assets/report/style.css");

#[derive(Template)]
#[template(path = "head.html")]
struct Head<'a> {
    title: String,
    style: &'static str,
    facts: Vec<(&'static str, &'a str)>,
}

#[derive(Template)]
#[template(path = "foot.html")]
struct Foot<'a> {
    day: String,
    book: &'a str,
    entry: i64,
    hash: &'a str,
    left: Option<String>,
}

/// What a page is about, in words.
const fn subject(what: What) -> &'static str {
    match what {
        What::Board => "Board",
        What::Due => "Reviews due",
        What::Clients => "Clients",
        What::History => "History",
        What::Reviews => "Reviews held",
        What::Session => "Minutes",
    }
}

/// Begins a page.
pub(super) fn begin(heading: &Heading, ask: &Ask, to: &mut dyn io::Write) -> Result<(), ExportError> {
    let day = heading.day.to_string();
    let mut facts = vec![("Date", day.as_str()), ("Book", &heading.book), ("Model", &heading.model)];
    facts.extend(heading.filter.as_deref().map(|filter| ("Filter", filter)));
    facts.extend(ask.kind.as_deref().map(|kind| ("Kind", kind)));
    let title = format!("{}: {}", subject(ask.what), heading.book);
    write(&Head { title, style: STYLE, facts }, to)
}

/// Ends it.
pub(super) fn end(heading: &Heading, ask: &Ask, to: &mut dyn io::Write) -> Result<(), ExportError> {
    let left = match (ask.money, ask.notes) {
        (Share::Left, Share::Left) => Some("Revenue and notes are left out."),
        (Share::Left, Share::Shown) => Some("Revenue is left out."),
        (Share::Shown, Share::Left) => Some("Notes are left out."),
        (Share::Shown, Share::Shown) => None,
    };
    let Heading { book, entry, hash, .. } = heading;
    write(&Foot { day: heading.day.to_string(), book, entry: *entry, hash, left: left.map(str::to_owned) }, to)
}

fn write(template: &impl Template, to: &mut dyn io::Write) -> Result<(), ExportError> {
    let text = template.render().map_err(|fault| ExportError::Output(io::Error::other(fault)))?;
    Ok(to.write_all(text.as_bytes())?)
}
