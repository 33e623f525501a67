//! The columns of the table of clients: what each shows, what it sorts by, how wide it is, and which are chosen.

use crate::console::canvas::{Look, Side};
use crate::console::screens::client::words;
use crate::domain::model::Model;
use crate::store::{ClientRow, SortKey};

/// What stands for something hidden.
const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}";

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Its name.
    Name,
    /// Its owner.
    Owner,
    /// Its segment.
    Segment,
    /// The segment its scores propose, where that is another one.
    Proposed,
    /// Annual revenue.
    Revenue,
    /// The next effective due date.
    NextDue,
    /// The last review.
    LastReview,
    /// The renewal date.
    Renewal,
    /// Score on the x axis.
    X,
    /// Score on the y axis.
    Y,
    /// Lifecycle stage.
    Stage,
    /// Industry.
    Industry,
    /// Goal.
    Goal,
    /// Champion, or since when there is none.
    Champion,
    /// Tags.
    Tags,
    /// Id in another system.
    ExternalId,
}

/// Every column, in the order in which they are offered; the first eight are shown at first.
const ALL: [Shows; 16] = [
    Shows::Name,
    Shows::Owner,
    Shows::Segment,
    Shows::Revenue,
    Shows::NextDue,
    Shows::LastReview,
    Shows::Renewal,
    Shows::Proposed,
    Shows::X,
    Shows::Y,
    Shows::Stage,
    Shows::Industry,
    Shows::Goal,
    Shows::Champion,
    Shows::Tags,
    Shows::ExternalId,
];
const AT_FIRST: usize = 8;
/// The narrowest and the widest a column can be made.
const WIDTHS: (u16, u16) = (4, 60);

/// A column as it was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// What it shows.
    pub shows: Shows,
    /// Whether it is shown.
    pub shown: bool,
    /// Its width in columns.
    pub width: u16,
}

/// The table as a person arranged it: columns and order, kept for the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// All columns in their order. The name is always shown.
    pub columns: Vec<Chosen>,
    /// What it is sorted by.
    pub sort: SortKey,
    /// From the last to the first.
    pub descending: bool,
}

impl Default for Table {
    fn default() -> Self {
        let chosen = |(at, shows): (usize, &Shows)| Chosen { shows: *shows, shown: at < AT_FIRST, width: shows.width() };
        Self { columns: ALL.iter().enumerate().map(chosen).collect(), sort: SortKey::Name, descending: false }
    }
}

impl Table {
    /// Sorts by a column, or turns the order round where it is sorted by it already. Revenue begins with the largest.
    pub fn sort_by(&mut self, sort: SortKey) {
        if self.sort == sort {
            self.descending = !self.descending;
        } else {
            self.sort = sort;
            self.descending = false;
        }
    }

    /// Shows a column or hides it; the name stays.
    pub fn toggle(&mut self, at: usize) {
        if let Some(chosen) = self.columns.get_mut(at).filter(|chosen| chosen.shows != Shows::Name) {
            chosen.shown = !chosen.shown;
        }
    }

    /// Moves a column one place; the answer is where it is now.
    pub fn shift(&mut self, at: usize, by: isize) -> usize {
        let to = at.saturating_add_signed(by).min(self.columns.len().saturating_sub(1));
        if at < self.columns.len() {
            self.columns.swap(at, to);
        }
        to
    }

    /// Makes a column wider or narrower.
    pub fn widen(&mut self, at: usize, by: i16) {
        if let Some(chosen) = self.columns.get_mut(at) {
            chosen.width = chosen.width.saturating_add_signed(by).clamp(WIDTHS.0, WIDTHS.1);
        }
    }
}

impl Shows {
    /// Its heading in a book with this model: scores are called like their axis.
    #[must_use]
    pub fn heading(self, model: &Model) -> &str {
        match self {
            Self::X => &model.x_axis().name,
            Self::Y => model.y_axis().map_or(self.title(), |axis| &axis.name),
            Self::Name
            | Self::Owner
            | Self::Segment
            | Self::Proposed
            | Self::Revenue
            | Self::NextDue
            | Self::LastReview
            | Self::Renewal
            | Self::Stage
            | Self::Industry
            | Self::Goal
            | Self::Champion
            | Self::Tags
            | Self::ExternalId => self.title(),
        }
    }

    /// Its heading where no model gives it another one.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Client",
            Self::Owner => "Owner",
            Self::Segment => "Segment",
            Self::Proposed => "Proposed",
            Self::Revenue => "Revenue",
            Self::NextDue => "Next due",
            Self::LastReview => "Last held",
            Self::Renewal => "Renewal",
            Self::X => "X score",
            Self::Y => "Y score",
            Self::Stage => "Stage",
            Self::Industry => "Industry",
            Self::Goal => "Goal",
            Self::Champion => "Champion",
            Self::Tags => "Tags",
            Self::ExternalId => "Id",
        }
    }

    const fn width(self) -> u16 {
        match self {
            Self::Name => 18,
            Self::Owner => 10,
            Self::Segment | Self::Proposed => 12,
            Self::Revenue => 14,
            Self::NextDue | Self::LastReview | Self::Renewal | Self::ExternalId => 11,
            Self::X | Self::Y => 9,
            Self::Stage | Self::Industry | Self::Goal | Self::Champion | Self::Tags => 14,
        }
    }

    /// Where its text stands: numbers at the right.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Revenue | Self::X | Self::Y => Side::Right,
            Self::Name
            | Self::Owner
            | Self::Segment
            | Self::Proposed
            | Self::NextDue
            | Self::LastReview
            | Self::Renewal
            | Self::Stage
            | Self::Industry
            | Self::Goal
            | Self::Champion
            | Self::Tags
            | Self::ExternalId => Side::Left,
        }
    }

    /// What the table is sorted by under its heading; none where it has no order.
    #[must_use]
    pub const fn sort(self) -> Option<SortKey> {
        match self {
            Self::Name => Some(SortKey::Name),
            Self::Owner => Some(SortKey::Owner),
            Self::Segment => Some(SortKey::Segment),
            Self::Proposed => Some(SortKey::Proposed),
            Self::Revenue => Some(SortKey::Arr),
            Self::NextDue => Some(SortKey::NextDue),
            Self::LastReview => Some(SortKey::LastReview),
            Self::Renewal => Some(SortKey::Renewal),
            Self::X => Some(SortKey::X),
            Self::Y => Some(SortKey::Y),
            Self::Stage => Some(SortKey::Stage),
            Self::Industry => Some(SortKey::Industry),
            Self::Goal | Self::Champion | Self::Tags => None,
            Self::ExternalId => Some(SortKey::ExternalId),
        }
    }

    /// What it says of a client, in so many columns.
    #[must_use]
    pub fn text(self, row: &ClientRow, model: &Model, look: &Look, width: u16) -> String {
        let date = |day: Option<chrono::NaiveDate>| day.map(|day| look.formats.date(day)).unwrap_or_default();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Self::Name => row.name.clone(),
            Self::Owner => text(&row.owner),
            Self::Segment => row.segment.as_deref().map(|key| words::segment(model, key)).unwrap_or_default(),
            Self::Proposed => {
                let other = row.proposed_segment.as_deref().filter(|key| row.segment.as_deref() != Some(key));
                other.map(|key| words::segment(model, key)).unwrap_or_default()
            }
            Self::Revenue if look.presenter => row.arr.map(|_| HIDDEN.to_owned()).unwrap_or_default(),
            Self::Revenue => row.arr.map(|arr| money(arr, &row.currency, look, width)).unwrap_or_default(),
            Self::NextDue => date(row.next_due_on),
            Self::LastReview => date(row.last_review_on),
            Self::Renewal => date(row.renewal_on),
            Self::X => row.x.map(words::points).unwrap_or_default(),
            Self::Y => row.y.map(words::points).unwrap_or_default(),
            Self::Stage => text(&row.stage),
            Self::Industry => text(&row.industry),
            Self::Goal => text(&row.goal),
            Self::Champion => match (&row.champion, row.champion_lost_on) {
                (Some(champion), None) => champion.clone(),
                (_, Some(day)) => format!("lost {}", look.formats.date(day)),
                (None, None) => String::new(),
            },
            Self::Tags => row.tags.join(", "),
            Self::ExternalId => text(&row.external_id),
        }
    }
}

/// An amount with its currency; where that does not fit, short, since a cut number would be another number.
fn money(amount: crate::domain::money::Amount, currency: &str, look: &Look, width: u16) -> String {
    let fits = |text: &String| text.chars().count() <= usize::from(width);
    let whole = look.formats.money(amount, currency);
    let short = look.formats.short(amount);
    [whole, format!("{short} {currency}")].into_iter().find(fits).unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_again_turns_the_order_round() {
        let mut table = Table::default();
        table.sort_by(SortKey::Owner);
        assert_eq!((table.sort, table.descending), (SortKey::Owner, false));
        table.sort_by(SortKey::Owner);
        assert_eq!((table.sort, table.descending), (SortKey::Owner, true));
        table.sort_by(SortKey::Arr);
        assert_eq!((table.sort, table.descending), (SortKey::Arr, false));
    }

    #[test]
    fn the_name_is_never_hidden_and_no_place_is_wrong() {
        let mut table = Table::default();
        table.toggle(0);
        table.toggle(99);
        assert!(table.columns[0].shown);
        assert_eq!(table.shift(0, -1), 0);
        assert_eq!(table.shift(15, 5), 15);
        table.widen(0, i16::MIN);
        assert_eq!(table.columns[0].width, WIDTHS.0);
    }
}
