//! Signs: state marks, frames and arrows, each with an ASCII form; colour is never the only sign.

use ratatui::symbols::border;

use super::theme::Role;

/// A state that is shown with a sign before a client's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A review is overdue.
    Overdue,
    /// A review is due soon.
    Due,
    /// The scores propose another segment.
    Drift,
    /// A score is close to a cut.
    Near,
    /// Scores are old.
    Stale,
    /// The confirmation of the segment is overdue.
    Unconfirmed,
    /// The row is marked for a bulk command.
    Marked,
    /// The client is archived.
    Archived,
    /// A review is booked.
    Booked,
    /// The contract renews soon.
    Renewal,
    /// The champion is lost.
    ChampionLost,
}

/// All states, in the order in which the legend lists them.
pub const MARKS: [Mark; 11] = [
    Mark::Overdue,
    Mark::Due,
    Mark::Drift,
    Mark::Near,
    Mark::Stale,
    Mark::Unconfirmed,
    Mark::Marked,
    Mark::Archived,
    Mark::Booked,
    Mark::Renewal,
    Mark::ChampionLost,
];

impl Mark {
    /// The role it is coloured in.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Overdue => Role::Overdue,
            Self::Due | Self::Booked => Role::Due,
            Self::Drift => Role::Drift,
            Self::Near => Role::Near,
            Self::Stale | Self::Archived => Role::Stale,
            Self::Unconfirmed => Role::Unconfirmed,
            Self::Marked => Role::Marked,
            Self::Renewal => Role::Near,
            Self::ChampionLost => Role::Warning,
        }
    }

    /// What it means, for the legend in the help.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Overdue => "a review is overdue",
            Self::Due => "a review is due soon",
            Self::Drift => "the scores propose another segment",
            Self::Near => "a score is close to a cut",
            Self::Stale => "scores are old",
            Self::Unconfirmed => "the segment should be confirmed",
            Self::Marked => "marked",
            Self::Archived => "archived",
            Self::Booked => "the next review is booked",
            Self::Renewal => "the contract renews within 120 days",
            Self::ChampionLost => "the champion is lost",
        }
    }
}

/// The set of signs in use. Each is one column wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and geometric signs.
    Unicode,
    /// ASCII only.
    Ascii,
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Glyphs {
    fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
        }
    }

    /// The sign of a state.
    #[must_use]
    pub fn mark(self, mark: Mark) -> &'static str {
        match mark {
            Mark::Overdue => self.pick("▲", "!"),
            Mark::Due => self.pick("●", "o"),
            Mark::Drift => self.pick("⇄", "~"),
            Mark::Near => self.pick("≈", "="),
            Mark::Stale => self.pick("◌", "?"),
            Mark::Unconfirmed => self.pick("◇", "c"),
            Mark::Marked => self.pick("✓", "*"),
            Mark::Archived => self.pick("✗", "x"),
            Mark::Booked => self.pick("◆", "b"),
            Mark::Renewal => self.pick("↻", "r"),
            Mark::ChampionLost => self.pick("⚑", "l"),
        }
    }

    /// The frame; a frame with the focus is heavier, not only coloured.
    #[must_use]
    pub fn border(self, focused: Focus) -> border::Set<'static> {
        match (self, focused) {
            (Self::Ascii, Focus::Here) => {
                border::Set { horizontal_top: "=", horizontal_bottom: "=", vertical_left: "#", vertical_right: "#", ..ASCII }
            }
            (Self::Ascii, Focus::Away) => ASCII,
            (Self::Unicode, Focus::Here) => border::THICK,
            (Self::Unicode, Focus::Away) => border::PLAIN,
        }
    }

    /// The sign that text goes on where it was cut.
    #[must_use]
    pub fn cut(self) -> &'static str {
        self.pick("…", "~")
    }

    /// From one thing to another.
    #[must_use]
    pub fn arrow(self) -> &'static str {
        self.pick("→", ">")
    }

    /// More rows above.
    #[must_use]
    pub fn above(self) -> &'static str {
        self.pick("▴", "^")
    }

    /// More rows below.
    #[must_use]
    pub fn below(self) -> &'static str {
        self.pick("▾", "v")
    }

    /// The thumb and the rail of a scrollbar.
    #[must_use]
    pub fn scrollbar(self) -> (&'static str, &'static str) {
        (self.pick("█", "#"), self.pick("│", "|"))
    }

    /// A choice taken and one not taken.
    #[must_use]
    pub fn choice(self) -> (&'static str, &'static str) {
        (self.pick("(•)", "(*)"), "( )")
    }

    /// A line across.
    #[must_use]
    pub fn rule(self) -> &'static str {
        self.pick("─", "-")
    }

    /// A line upwards.
    #[must_use]
    pub fn upright(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Where a line upwards and a line across meet at the left below.
    #[must_use]
    pub fn corner(self) -> &'static str {
        self.pick("└", "+")
    }

    /// How full something is, in eighths from 1: the height of a bar one column wide.
    #[must_use]
    pub fn level(self, eighths: u8) -> &'static str {
        const UNICODE: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
        const ASCII: [&str; 9] = [" ", ".", ".", ":", ":", "+", "+", "#", "#"];
        let at = usize::from(eighths.min(8));
        self.pick(UNICODE[at], ASCII[at])
    }

    /// A piece of a bar that lies across, and one of the part that stands apart in it.
    #[must_use]
    pub fn bar(self) -> (&'static str, &'static str) {
        (self.pick("█", "#"), self.pick("▒", "%"))
    }

    /// A thing that is done.
    #[must_use]
    pub fn done(self) -> &'static str {
        self.pick("√", "x")
    }

    /// A dot between words.
    #[must_use]
    pub fn dot(self) -> &'static str {
        self.pick("·", "-")
    }
}

/// Whether a part has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Keys go here.
    Here,
    /// Keys go elsewhere.
    Away,
}

impl From<bool> for Focus {
    /// `true` is [`Focus::Here`].
    fn from(here: bool) -> Self {
        if here { Self::Here } else { Self::Away }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_state_has_its_own_sign_one_column_wide_in_both_sets() {
        for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
            let mut signs: Vec<&str> = MARKS.iter().map(|mark| glyphs.mark(*mark)).collect();
            assert!(signs.iter().all(|sign| sign.width() == 1));
            signs.sort_unstable();
            signs.dedup();
            assert_eq!(signs.len(), MARKS.len());
        }
        assert!(MARKS.iter().all(|mark| Glyphs::Ascii.mark(*mark).is_ascii()));
    }
}
