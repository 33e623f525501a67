//! The columns of a sheet of proposals: what they are called when written, and what else they may be called when read.

use crate::domain::text::fold;

/// A column that is read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The number of the session.
    Session,
    /// Its name.
    SessionName,
    /// Who fills the sheet in.
    Voter,
    /// The number of the client.
    ClientId,
    /// Its id in another system.
    ExternalId,
    /// Its name.
    Client,
    /// The segment proposed.
    To,
    /// What the voter makes of it.
    View,
    /// Why.
    Note,
    /// The mark of the book.
    Book,
}

/// Each column with its name and further ones, folded to letters and digits.
const NAMES: [(Column, &[&str]); 10] = [
    (Column::Session, &["session", "sessionid"]),
    (Column::SessionName, &["sessionname"]),
    (Column::Voter, &["voter", "votername"]),
    (Column::ClientId, &["clientid"]),
    (Column::ExternalId, &["externalid", "crmid"]),
    (Column::Client, &["client", "clientname", "name", "account"]),
    (Column::To, &["to", "moveto", "tosegment", "proposal", "proposed", "proposedsegment", "newsegment"]),
    (Column::View, &["view", "opinion", "vote"]),
    (Column::Note, &["note", "notes", "comment", "why"]),
    (Column::Book, &["book"]),
];

impl Column {
    /// The column a heading names, whatever its case and signs.
    pub fn named(heading: &str) -> Option<Self> {
        let plain: String = fold(heading).chars().filter(|c| c.is_alphanumeric()).collect();
        NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
    }
}
