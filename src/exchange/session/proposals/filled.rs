//! The rows of a filled-in sheet understood one by one: which client is meant, and what is said of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Filled;
use super::columns::Column;
use super::table::{Row, Table, whole};
use crate::domain::client::ClientId;
use crate::domain::command::Opined;
use crate::domain::model::{Membership, Model, Segment};
use crate::domain::session::{Session, View};
use crate::domain::text::fold;
use crate::exchange::refused::shown_cell;
use crate::store::StoreError;

/// Who is in a session.
pub(super) struct Roll {
    /// The session.
    pub session: Session,
    /// Its model.
    pub model: Arc<Model>,
    /// Its clients.
    pub members: BTreeMap<ClientId, Member>,
}

/// A client a row may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name.
    pub name: String,
    /// Its id in another system.
    pub external_id: Option<String>,
}

/// What is wrong with a row, and what would be right.
type Problem = (String, String);

/// Finds a client of the book that is not in the session.
pub(super) type Known<'k> = &'k dyn Fn(ClientId) -> Result<Option<Member>, StoreError>;

/// Who is meant by a row.
enum Meant {
    /// A client of the session.
    Member(ClientId),
    /// A client of the book that is no longer in the session.
    Gone(ClientId, String),
}

/// Understands the rows of a sheet.
///
/// # Errors
/// The book cannot be read.
pub(super) fn filled(table: &Table, voter: String, roll: &Roll, known: Known<'_>) -> Result<Filled, StoreError> {
    let mut filled = Filled { session: roll.session.id, voter, opinions: Vec::new(), problems: Vec::new(), gone: Vec::new() };
    let mut lines: BTreeMap<ClientId, u64> = BTreeMap::new();
    for row in &table.rows {
        let meant = match roll.meant(row, known)? {
            Ok(meant) => meant,
            Err((wrong, right)) => {
                filled.problems.push((row.line, wrong, right));
                continue;
            }
        };
        let client = match meant {
            Meant::Gone(client, name) => {
                if !filled.gone.iter().any(|(gone, _)| *gone == client) {
                    filled.gone.push((client, name));
                }
                continue;
            }
            Meant::Member(client) => client,
        };
        if let Some(earlier) = lines.get(&client) {
            let wrong = format!("{} stands in the file twice, already on line {earlier}", roll.named(client));
            filled.problems.push((row.line, wrong, "keep one of the two rows".to_owned()));
            continue;
        }
        lines.insert(client, row.line);
        match roll.opinion(row, client) {
            Ok(opinion) => filled.opinions.push(opinion),
            Err((wrong, right)) => filled.problems.push((row.line, format!("{}: {wrong}", roll.named(client)), right)),
        }
    }
    Ok(filled)
}

impl Roll {
    fn named(&self, client: ClientId) -> String {
        self.members.get(&client).map_or_else(|| format!("client {client}"), |member| shown_cell(&member.name))
    }

    /// The client a row means: by its number, checked against name or id; without a number by its id, then by its name.
    fn meant(&self, row: &Row, known: Known<'_>) -> Result<Result<Meant, Problem>, StoreError> {
        let said = row.get(Column::ClientId);
        if said.is_empty() {
            return Ok(self.by_words(row).map(Meant::Member));
        }
        let Some(client) = whole(said).map(ClientId) else {
            let right = "put back the number that stood under client_id".to_owned();
            return Ok(Err((format!("“{}” is no number of a client", shown_cell(said)), right)));
        };
        if let Some(member) = self.members.get(&client) {
            return Ok(checked(row, client, member).map(|()| Meant::Member(client)));
        }
        Ok(match known(client)? {
            Some(member) => checked(row, client, &member).map(|()| Meant::Gone(client, member.name)),
            None => Err((format!("there is no client {client} in this book"), "leave the row out".to_owned())),
        })
    }

    fn by_words(&self, row: &Row) -> Result<ClientId, Problem> {
        let (id, name) = (row.get(Column::ExternalId), row.get(Column::Client));
        if id.is_empty() && name.is_empty() {
            let right = "put back its client_id, or take the row out";
            return Err(("the row says of no client whose it is".to_owned(), right.to_owned()));
        }
        let by_id = |member: &Member| member.external_id.as_deref() == Some(id);
        let by_name = |member: &Member| fold(&member.name) == fold(name);
        let found = |fits: &dyn Fn(&Member) -> bool| -> Vec<ClientId> {
            self.members.iter().filter(|(_, member)| fits(member)).map(|(client, _)| *client).collect()
        };
        let mut clients = if id.is_empty() { Vec::new() } else { found(&by_id) };
        if clients.is_empty() && !name.is_empty() {
            clients = found(&by_name);
        }
        let said = shown_cell(if name.is_empty() { id } else { name });
        match clients.as_slice() {
            [only] => Ok(*only),
            [] => {
                Err((format!("“{said}” is no client of the session"), "put back its client_id, or take the row out".to_owned()))
            }
            [..] => Err((format!("“{said}” may be several clients"), "put back its client_id".to_owned())),
        }
    }

    /// What a row says of its client.
    fn opinion(&self, row: &Row, client: ClientId) -> Result<Opined, Problem> {
        let to = match row.get(Column::To) {
            "" => None,
            asked => Some(self.place(asked)?),
        };
        let view = match (word(row.get(Column::View))?, &to) {
            (View::Propose, None) => {
                let wrong = "it is to be proposed, but `to` says no segment".to_owned();
                return Err((wrong, format!("write into `to` one of {}", self.places())));
            }
            (View::NoView, Some(_)) => View::Propose,
            (view, _) => view,
        };
        Ok(Opined { client, view, to, note: row.get(Column::Note).to_owned() })
    }

    /// The place a person names: by key, letter, name, or letter and name as sheets write it.
    fn place(&self, asked: &str) -> Result<String, Problem> {
        let model = &self.model;
        let unknown = |part: &str| {
            let wrong = format!("“{}” is no segment of {}", shown_cell(part), shown_cell(&model.name));
            (wrong, format!("write into `to` one of {}, or nothing", self.places()))
        };
        let found = match (self.segment(asked), model.membership) {
            (Some(segment), _) => vec![segment],
            (None, Membership::One) => return Err(unknown(asked)),
            (None, Membership::Many) => {
                let parts = asked.split([',', ';', '+']).map(str::trim).filter(|part| !part.is_empty());
                parts.map(|part| self.segment(part).ok_or_else(|| unknown(part))).collect::<Result<Vec<_>, _>>()?
            }
        };
        model.place(&found).ok_or_else(|| unknown(asked))
    }

    fn segment(&self, asked: &str) -> Option<&Segment> {
        let written = |segment: &&Segment| fold(&format!("{} {}", segment.letter, segment.name)) == fold(asked);
        self.model.segments.iter().find(written).or_else(|| self.model.segment_named(asked))
    }

    fn places(&self) -> String {
        let segments = self.model.segments.iter().map(|segment| format!("{} {}", segment.letter, segment.name));
        segments.collect::<Vec<_>>().join(", ")
    }
}

/// Whether the client of a number is the one the row names.
fn checked(row: &Row, client: ClientId, member: &Member) -> Result<(), Problem> {
    let (id, name) = (row.get(Column::ExternalId), row.get(Column::Client));
    let same_name = fold(name) == fold(&member.name);
    let same_id = !id.is_empty() && member.external_id.as_deref() == Some(id);
    if same_name || same_id || (id.is_empty() && name.is_empty()) {
        return Ok(());
    }
    let said = shown_cell(if name.is_empty() { id } else { name });
    let wrong = format!("client {client} is {}, but the row says “{said}”", shown_cell(&member.name));
    let right = "the rows may have been sorted without all their columns; where it was only renamed, write its present name";
    Err((wrong, right.to_owned()))
}

/// What a word under `view` means.
fn word(said: &str) -> Result<View, Problem> {
    let plain = fold(said).replace(['-', '_'], " ");
    match plain.trim_end_matches(['.', '!']).trim() {
        "" | "no view" | "noview" | "none" | "no opinion" | "n/a" => Ok(View::NoView),
        "agree" | "agreed" | "agrees" | "yes" | "y" | "ok" | "okay" => Ok(View::Agree),
        "question" | "questioned" | "questions" | "?" | "no" | "disagree" => Ok(View::Question),
        "propose" | "proposed" | "proposes" => Ok(View::Propose),
        other => {
            let wrong = format!("“{}” is no view", shown_cell(if other.is_empty() { said } else { other }));
            Err((wrong, "write into `view` agree, question or no view, or nothing".to_owned()))
        }
    }
}
