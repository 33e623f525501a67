//! What frames every screen: header with its tabs, message line, footer, and the line for terminals that are too small.

use ratatui::layout::Rect;

use super::text;
use crate::console::canvas::{Canvas, Side, skip_columns};
use crate::console::hits::Spot;
use crate::console::keys::{Action, Keymap, Scope, Situation, footer as footer_items};
use crate::console::layer::{Message, Tone};
use crate::console::theme::Role;
use crate::domain::text::Shown;

/// The smallest terminal that is drawn on: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 20);

/// Rows around the body: the header above, the message and the keys below.
pub const AROUND: u16 = 3;

/// What the layers are drawn into: the frame without header, message line and footer.
#[must_use]
pub fn body(frame: Rect) -> Rect {
    Rect { y: frame.y.saturating_add(1), height: frame.height.saturating_sub(AROUND), ..frame }
}

/// What the header says.
#[derive(Debug, Clone)]
pub struct Header {
    /// The tab that is shown.
    pub tab: Action,
    /// The tabs there are, in their order.
    pub tabs: &'static [Action],
    /// At the right: the filter, the book.
    pub about: Shown,
    /// Behind it: the date, which is never cut.
    pub day: Shown,
}

impl Header {
    /// The tabs of this issue.
    pub const TABS: &'static [Action] =
        &[Action::Board, Action::Due, Action::Clients, Action::Session, Action::Insights, Action::Models];
}

/// The most columns for which tabs stand closer, so that one sees which book this is.
const ABOUT: usize = 12;
/// The most columns of a book's name for which tabs are shortened; a filter is worth more to see.
const NAME: usize = 8;
/// Characters of a short tab: the key and three letters.
const SHORT: usize = 5;

/// Draws the header with its clickable tabs.
pub fn header(canvas: &mut Canvas<'_>, area: Rect, header: &Header) {
    canvas.clear(area, Role::Header);
    let mut rest = skip_columns(area, 1);
    let name = |tab: &Action| {
        let command = tab.command();
        format!("{} {}", command.keys.first().map(ToString::to_string).unwrap_or_default(), command.name)
    };
    let wide: usize = header.tabs.iter().map(|tab| text::width(&name(tab)) + 2).sum();
    let day = text::width(header.day.as_str());
    // The date is never cut, nor is it left out which book this is: where the tabs leave them no room they stand closer.
    let about = text::width(header.about.as_str()).min(ABOUT);
    let is_close = wide + day + about + 5 > usize::from(area.width);
    // Where there is no room for that either, only the tab shown is written out.
    let least = if header.about.as_str().starts_with('/') { about } else { about.min(NAME) };
    let is_short = is_close && wide - header.tabs.len() + day + least + 5 > usize::from(area.width);
    let name = |tab: &Action| {
        let whole = name(tab);
        if is_short && *tab != header.tab { whole.chars().take(SHORT).collect() } else { whole }
    };
    for tab in header.tabs {
        let here = *tab == header.tab;
        let role = if here { Role::TabActive } else { Role::Header };
        // The tab shown stands in brackets as well: colour is never the only sign.
        let label = match (here, is_close) {
            (true, _) => format!("[{}]", name(tab)),
            (false, false) => format!(" {} ", name(tab)),
            (false, true) => format!("{} ", name(tab)),
        };
        let taken = canvas.text(rest, role, label);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Act(*tab));
        rest = skip_columns(rest, taken);
    }
    let room = Rect { width: rest.width.saturating_sub(1), ..skip_columns(rest, 1) };
    let room = Rect { width: room.width.saturating_sub(1), ..room };
    let day = u16::try_from(text::width(header.day.as_str())).unwrap_or(0);
    canvas.aligned(room, Side::Right, Role::Header, &header.day);
    canvas.aligned(Rect { width: room.width.saturating_sub(day + 2), ..room }, Side::Right, Role::Header, &header.about);
}

/// Draws the message line.
pub fn message(canvas: &mut Canvas<'_>, area: Rect, message: Option<&Message>) {
    let Some(message) = message else { return };
    let (role, sign) = match message.tone {
        Tone::Good => (Role::Good, ""),
        Tone::Plain => (Role::Text, ""),
        Tone::Bad => (Role::Bad, "! "),
    };
    let area = skip_columns(area, 1);
    let after = message.hint.as_ref().map_or(0, |hint| text::width(hint.as_str()) + 3);
    let room = usize::from(area.width).saturating_sub(text::width(sign) + after);
    // What to do next is not cut for what is said, as long as half a line of that is left.
    let said = if room >= 40 {
        text::fit(message.said.as_str(), room, canvas.look.glyphs.cut())
    } else {
        message.said.as_str().to_owned()
    };
    let mut pieces = vec![(role, sign.into()), (role, said.into())];
    if let Some(hint) = &message.hint {
        pieces.push((Role::Dim, " ".into()));
        pieces.push((Role::Dim, canvas.look.glyphs.dot().into()));
        pieces.push((Role::Dim, " ".into()));
        pieces.push((Role::Dim, hint.into()));
    }
    canvas.pieces(area, &pieces);
}

/// Draws the footer with its clickable keys.
pub fn footer(canvas: &mut Canvas<'_>, area: Rect, map: &Keymap, scope: Scope, now: &Situation) {
    let mut rest = skip_columns(area, 1);
    for item in footer_items(map, scope, now, usize::from(rest.width) + 1) {
        let wide = u16::try_from(text::width(&item.key) + 1 + text::width(&item.name)).unwrap_or(u16::MAX);
        canvas.spot(Rect { width: wide.min(rest.width), ..rest }, Spot::Act(item.action));
        let taken =
            canvas.pieces(rest, &[(Role::Key, item.key.into()), (Role::Footer, " ".into()), (Role::Footer, item.name.into())]);
        rest = skip_columns(rest, taken + 2);
    }
}

/// Says how much room is needed where there is too little; the answer is whether it was said.
pub fn too_small(canvas: &mut Canvas<'_>) -> bool {
    let area = canvas.area();
    if area.width >= SMALLEST.0 && area.height >= SMALLEST.1 {
        return false;
    }
    let said = format!(
        "Please make the window a little larger: {} columns by {} rows are needed, it has {} by {}.",
        SMALLEST.0, SMALLEST.1, area.width, area.height
    );
    canvas.paragraph(area, Role::Text, said);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::canvas::tests::drawn;

    fn tabs() -> Header {
        Header { tab: Action::Due, tabs: Header::TABS, about: Shown::line("book.db"), day: Shown::line("2026-11-05") }
    }

    #[test]
    fn the_header_shows_the_tabs_and_each_can_be_clicked() {
        let (seen, hits) = drawn(80, 1, |canvas| header(canvas, canvas.area(), &tabs()));
        assert!(seen.contains(" 1 Board [2 Due]3 Clients 4 Session 5 Insights "), "{seen}");
        assert!(seen.trim_end().ends_with("book.db  2026-11-05"), "{seen}");
        let all = Header { tabs: &[Action::Board, Action::Due, Action::Clients, Action::Insights, Action::Models], ..tabs() };
        let (close, _) = drawn(60, 1, |canvas| header(canvas, canvas.area(), &all));
        assert_eq!(close.trim_end(), " 1 Boa [2 Due]3 Cli 5 Ins 6 Mod         book.db  2026-11-05");
        let acts: Vec<Spot> = hits.iter().map(|(_, spot)| *spot).collect();
        assert_eq!(acts, Header::TABS.iter().map(|tab| Spot::Act(*tab)).collect::<Vec<_>>());
    }

    #[test]
    fn the_footer_offers_help_first_and_every_key_can_be_clicked() {
        let now = Situation { selected: true, ..Situation::default() };
        let (seen, hits) = drawn(80, 1, |canvas| footer(canvas, canvas.area(), &Keymap::default(), Scope::Board, &now));
        assert!(seen.starts_with(" ? help  m move"), "{seen}");
        assert!(!seen.contains('…'));
        assert!(hits.iter().any(|(_, spot)| *spot == Spot::Act(Action::Move)));
    }

    #[test]
    fn a_long_message_is_cut_before_its_hint_is() {
        let said =
            Message::new(Tone::Good, "scored Alpenblick: standardization 5, stability 4, proactivity 3").hint("u takes it back");
        let (seen, _) = drawn(60, 1, |canvas| message(canvas, canvas.area(), Some(&said)));
        assert!(seen.trim_end().ends_with("… · u takes it back"), "{seen}");
    }

    #[test]
    fn a_window_that_is_too_small_is_told_so_politely() {
        let (seen, _) = drawn(40, 10, |canvas| assert!(too_small(canvas)));
        assert!(seen.contains("60") && seen.contains("20"), "{seen}");
        drawn(60, 20, |canvas| assert!(!too_small(canvas)));
    }

    #[test]
    fn every_piece_is_drawn_at_every_size() {
        for columns in (0..70).step_by(3) {
            for rows in 0..3 {
                drawn(columns, rows, |canvas| {
                    header(canvas, canvas.area(), &tabs());
                    let said = Message::new(Tone::Bad, "no").hint("try");
                    message(canvas, canvas.area(), Some(&said));
                    footer(canvas, canvas.area(), &Keymap::default(), Scope::Board, &Situation::default());
                    too_small(canvas);
                });
            }
        }
    }
}
