//! What may come after an import: looked up on a thread of its own, since it takes the longer the larger the book is.

use chrono::NaiveDate;

use crate::domain::command::Command;
use crate::domain::verdict::Verdict;
use crate::exchange::import::load::PLACED;
use crate::store::{HANDFUL, Progress, ProposalPart, ProposalsOf, Store, StoreError, Watch};

/// Clients without a segment for which the scores propose one.
const PLACEABLE: ProposalsOf<'_> = ProposalsOf { model: None, part: ProposalPart::Unplaced, filter: None };

/// How much there is to be done next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offers {
    /// Clients without a segment whose scores propose one.
    pub proposed: i64,
    /// First reviews that wait on one day; 0 where they are no more than a handful.
    pub crowd: i64,
    /// Clients without a segment.
    pub unplaced: i64,
}

impl Offers {
    /// Counts what there is to be done in the book as it is.
    ///
    /// # Errors
    /// It is left, or the book cannot be read.
    pub fn of(store: &Store, today: NaiveDate, watch: Watch<'_>) -> Result<Self, StoreError> {
        let unplaced = store.board(None, None, today)?.unplaced.clients;
        go_on(watch)?;
        let proposed = store.count_proposals(&PLACEABLE, today)?;
        go_on(watch)?;
        let crowd = store.first_crowd(today)?.map_or(0, |crowd| crowd.reviews);
        Ok(Self { proposed, crowd: if crowd > HANDFUL { crowd } else { 0 }, unplaced })
    }
}

/// The command that places every client without a segment where its scores propose.
///
/// # Errors
/// It is left, or the book cannot be read.
pub fn placing(store: &Store, today: NaiveDate, watch: Watch<'_>) -> Result<Command, StoreError> {
    /// Clients read at a time.
    const READ: usize = 1_000;
    let (mut clients, mut from) = (Vec::new(), None);
    loop {
        let rows = store.proposals(&PLACEABLE, from.as_ref(), READ, today)?;
        go_on(watch)?;
        let more = rows.len() == READ;
        from = rows.last().map(|row| row.key.clone());
        clients.extend(rows.into_iter().filter_map(|row| match row.verdict {
            Verdict::Unplaced(segment) => Some((row.client, segment)),
            Verdict::Unscored
            | Verdict::Agrees
            | Verdict::Besides(_)
            | Verdict::Near(..)
            | Verdict::Dwells(..)
            | Verdict::Drifts(_) => None,
        }));
        if !more {
            return Ok(Command::Place { clients, model: None, note: PLACED.to_owned() });
        }
    }
}

fn go_on(watch: Watch<'_>) -> Result<(), StoreError> {
    if watch(Progress { done: 0, of: 0 }).is_break() { Err(StoreError::Left) } else { Ok(()) }
}
