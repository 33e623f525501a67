//! Text on its way into a picture or a page: cleaned, escaped, measured, cut where there is no room.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::domain::text::Shown;

/// One line of text without anything that controls, reorders or hides, and without what XML forbids; not yet escaped.
#[must_use]
pub fn line(text: &str) -> String {
    legal(Shown::line(text).into_string())
}

/// The same for text of several lines.
#[must_use]
pub fn block(text: &str) -> String {
    legal(Shown::block(text).into_string())
}

fn legal(text: String) -> String {
    let forbidden = |c: char| matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(forbidden) { text.replace(forbidden, "\u{FFFD}") } else { text }
}

/// Clean text as XML and HTML take it, in elements and in quoted attributes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The width of a character in parts of the type size: those of the widest of the common sans-serif faces, so that what is
/// measured to fit does fit. Wide characters (CJK) count double.
fn share(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | 'J' | '|' | '\'' => 0.3,
        ' ' | '.' | ',' | ':' | ';' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '!' => 0.42,
        'c' | 's' | 'z' => 0.55,
        'k' | 'v' | 'x' | 'y' | 'F' | 'L' => 0.6,
        'm' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        'w' | 'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U' | '+' | '=' | '<' | '>' | '~' | '→' => 0.84,
        'A'..='Z' => 0.7,
        '0'..='9' | 'a'..='z' => 0.64,
        other => match other.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.68,
            Some(_) => 1.2,
        },
    }
}

/// How much wider bold type is.
pub const BOLD: f64 = 1.12;

/// How wide a line of clean text is in a type size, at most.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(share).sum::<f64>() * size
}

/// The line, or as much of it as fits in the room, with `…` after it; nothing where not even that fits.
#[must_use]
pub fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size);
    if left < 0.0 {
        return String::new();
    }
    let mut kept = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        left -= width(cluster, size);
        if left < 0.0 {
            break;
        }
        kept = at + cluster.len();
    }
    let kept = text[..kept].trim_end();
    if kept.width() == 0 { "…".to_owned() } else { format!("{kept}…") }
}

/// As many parts as fit in the room, joined; then how many more there are.
#[must_use]
pub fn joined(parts: &[String], size: f64, room: f64) -> String {
    let all = parts.join(" · ");
    if width(&all, size) <= room {
        return all;
    }
    let shorter = (1..parts.len()).rev().map(|many| format!("{} · +{}", parts[..many].join(" · "), parts.len() - many));
    shorter.into_iter().find(|text| width(text, size) <= room).unwrap_or_else(|| fitted(&all, size, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_fits_and_says_so() {
        for (text, room) in
            [("A very long name of a client indeed", 80.0), ("東京電力ホールディングス株式会社", 80.0), ("x", 1.0)]
        {
            let cut = fitted(text, 12.0, room);
            assert!(width(&cut, 12.0) <= room, "{cut}");
            assert!(cut.is_empty() || cut.ends_with('…'), "{cut}");
        }
        assert_eq!(fitted("short", 12.0, 80.0), "short");
    }

    #[test]
    fn a_wide_character_counts_double() {
        assert!(width("東", 10.0) >= 2.0 * width("x", 10.0));
        assert_eq!(width("a\u{301}", 10.0), width("a", 10.0));
    }

    #[test]
    fn nothing_xml_forbids_is_left() {
        assert_eq!(
            escaped(&line("a\u{0}<b>\u{FFFF}&\"'\u{202E}\u{200B}]]>")),
            "a\u{FFFD}&lt;b&gt;\u{FFFD}&amp;&quot;&#39;\u{FFFD}]]&gt;"
        );
    }

    #[test]
    fn parts_without_room_are_counted() {
        let parts: Vec<String> = (0..6).map(|n| format!("{n},000,000 EUR")).collect();
        assert!(joined(&parts, 10.0, 300.0).ends_with("· +3"), "{}", joined(&parts, 10.0, 300.0));
    }
}
