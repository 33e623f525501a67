//! Text that may be shown: the one cleaner every screen, table, error and export goes through.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

mod hidden;
#[cfg(test)]
pub mod payloads;

use hidden::is_treacherous;

/// Text that cannot control or fool a terminal. Built only by [`Shown::line`] and [`Shown::block`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shown(String);

/// Combining marks kept on one base character; a pile of more is cut.
const MARKS_KEPT: usize = 4;

impl Shown {
    /// Text for one line: line ends and tabs become spaces.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(clean(text, |_| ' '))
    }

    /// Text of several lines: line ends stay (as `\n`), tabs become spaces.
    #[must_use]
    pub fn block(text: &str) -> Self {
        let joined = text.replace("\r\n", "\n").replace('\r', "\n");
        Self(clean(&joined, |c| if c == '\n' { '\n' } else { ' ' }))
    }

    /// Text of several lines that goes into a field of a form: as [`Shown::block`], but what only hides is left out, since a
    /// sign in its place would be kept with the text.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let all: Vec<char> = text.chars().collect();
        let (mut seen, mut at) = (String::with_capacity(text.len()), 0);
        while let Some(c) = all.get(at).copied() {
            let before = at.checked_sub(1).map(|before| all[before]);
            let flag = hidden::flag_tags(before, &all[at..]);
            seen.extend(&all[at..at + flag]);
            if flag == 0 && (!is_treacherous(c) || hidden::is_needed(before, c, all.get(at + 1).copied())) {
                seen.push(c);
            }
            at += flag.max(1);
        }
        Self::block(&seen)
    }

    /// Whether a character is shown as it is wherever it stands.
    #[must_use]
    pub fn is_plain(c: char) -> bool {
        !c.is_control() && !hidden::is_unseen(c) && !hidden::is_blank(c)
    }

    /// The clean text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The clean text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<Shown> for String {
    fn from(shown: Shown) -> Self {
        shown.0
    }
}

/// Stands for what is not shown: a control character, a run of characters that cannot be seen, a pile of marks.
pub const UNSHOWN: char = '\u{FFFD}';

/// Text in which everything can be seen: what controls, hides or reorders is one [`UNSHOWN`] a run, so that its place is seen.
fn clean(text: &str, white: impl Fn(char) -> char) -> String {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    let all: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    // Of an unshown run only the first makes a sign.
    let hide = |out: &mut String| {
        if !out.ends_with(UNSHOWN) {
            out.push(UNSHOWN);
        }
    };
    let (mut marks, mut before, mut at) = (0, None, 0);
    while at < all.len() {
        let c = all[at];
        let flag = hidden::flag_tags(before, &all[at..]);
        if flag > 0 {
            out.extend(&all[at..at + flag]);
            at += flag;
            before = None;
            continue;
        }
        at += 1;
        if hidden::is_blank(c) {
            out.push(white(c));
            (marks, before) = (0, None);
        } else if hidden::is_unseen(c) && !hidden::is_needed(before, c, all.get(at).copied()) || c.is_control() {
            hide(&mut out);
            (marks, before) = (0, None);
        } else if is_combining_mark(c) && marks == MARKS_KEPT {
            hide(&mut out);
        } else {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            out.push(c);
            before = Some(c);
        }
    }
    out
}

/// The form in which names are compared and searched: compatibility forms, marks and case folded, white space single.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), gap: false };
    let mut rest = text;
    while !rest.is_empty() {
        // Marks never join what stands on either side of a plain letter: each run is decomposed by itself, plain ones not at all.
        let (plain, others) = rest.split_at(rest.bytes().take_while(u8::is_ascii).count());
        plain.bytes().for_each(|byte| folded.push(char::from(byte.to_ascii_lowercase())));
        let (others, after) = others.split_at(others.bytes().take_while(|byte| !byte.is_ascii()).count());
        let decomposed = others.nfkd().filter(|c| !is_combining_mark(*c) && !is_treacherous(*c));
        decomposed.flat_map(char::to_lowercase).for_each(|c| folded.push(c));
        rest = after;
    }
    folded.text
}

/// A folded text while it grows; white space is written with the next letter behind it.
struct Folded {
    text: String,
    gap: bool,
}

impl Folded {
    fn push(&mut self, c: char) {
        if c.is_whitespace() || c.is_control() {
            self.gap = !self.text.is_empty();
            return;
        }
        if self.gap {
            self.text.push(' ');
            self.gap = false;
        }
        match c {
            'ß' => self.text.push_str("ss"),
            'ø' => self.text.push('o'),
            'ł' => self.text.push('l'),
            'đ' => self.text.push('d'),
            'æ' => self.text.push_str("ae"),
            'œ' => self.text.push_str("oe"),
            _ => self.text.push(c),
        }
    }
}

/// Whether a text can be a key: it begins with a small letter and has small letters, digits, `-` and `_` only, 64 at most.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 64 && text.chars().all(plain)
}

/// How many characters of a note count: those that are not white space and can be seen.
#[must_use]
pub fn weight(note: &str) -> usize {
    note.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_treacherous(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_holds_no_control_and_no_direction_sign() {
        let shown = Shown::line("a\x1b[31mb\u{202E}c\u{200B}d\ne\u{E0041}");
        assert_eq!(shown.as_str(), "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d e\u{FFFD}");
    }

    #[test]
    fn a_pile_of_marks_is_cut() {
        let pile: String = std::iter::once('a').chain(std::iter::repeat_n('\u{0301}', 10_000)).collect();
        assert_eq!(Shown::line(&pile).as_str().chars().count(), 2 + MARKS_KEPT, "and a sign that more was there");
    }

    #[test]
    fn names_of_all_scripts_and_emoji_are_read_as_they_were_written() {
        for name in [
            "Müller & Söhne",
            "Ελληνικά",
            "株式会社サンプル",
            "葛\u{E0100}城",
            "한국어",
            "Łódź",
            "Nguyễn Thị Ánh",
            "e\u{301}e\u{302}\u{301}",
            "شركة المثال",
            "می\u{200C}خواهم",
            "חברה לדוגמה",
            "שָׁלוֹם",
            "क्\u{200D}ष",
            "ශ්\u{200D}රී ලංකා",
            "தமிழ் நிறுவனம்",
            "ไทยแลนด์ น้ำ",
            "ខ្មែរ",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦 Family",
            "👩🏽\u{200D}💻",
            "❤\u{FE0F}\u{200D}🔥",
            "🏳\u{FE0F}\u{200D}🌈",
            "🇳🇱🇧🇪",
            "1\u{FE0F}\u{20E3}",
            "⚠\u{FE0F}",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} Scotland",
            "A‑B – C — “D” ’tis €5",
            "Ⅻ ½ ² ™",
            "\u{A0}a\u{3000}b",
        ] {
            assert_eq!(Shown::line(name).as_str(), name);
            assert_eq!(Shown::typed(name).as_str(), name);
        }
    }

    #[test]
    fn what_only_serves_to_hide_is_seen_where_it_stood() {
        for (text, shown) in [
            ("pay\u{200D}pal", "pay\u{FFFD}pal"),
            ("a\u{FE0F}b", "a\u{FFFD}b"),
            ("🏴\u{E0041}\u{E007F}x", "🏴\u{FFFD}x"),
            ("👍\u{E0100}\u{E0101}\u{E0102}", "👍\u{FFFD}"),
            ("❤\u{FE0F}\u{FE0F}\u{FE01}", "❤\u{FE0F}\u{FFFD}"),
            ("علي\u{200D}\u{200C}", "علي\u{FFFD}"),
            ("a\u{202E}\u{2066}\u{200B}b", "a\u{FFFD}b"),
            ("x\u{E000}y\u{10FFFF}", "x\u{FFFD}y\u{FFFD}"),
            ("\u{3164}\u{FFA0}\u{115F}", "\u{FFFD}"),
        ] {
            assert_eq!(Shown::line(text).as_str(), shown, "{text:?}");
        }
        assert_eq!(Shown::typed("so\u{AD}ft \u{202E}x\x1b").as_str(), "soft x\u{FFFD}");
    }

    #[test]
    fn clean_text_stays_as_it_is() {
        for (name, text) in payloads::all() {
            let (line, block) = (Shown::line(&text), Shown::block(&text));
            assert_eq!(Shown::line(line.as_str()), line, "{name}");
            assert_eq!(Shown::block(block.as_str()), block, "{name}");
            assert!(payloads::harm_in(line.as_str()).is_none() && !line.as_str().contains('\n'), "{name}: {line:?}");
            assert!(payloads::harm_in(block.as_str()).is_none(), "{name}: {block:?}");
        }
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(Shown::block("a\r\nb\rc").as_str(), "a\nb\nc");
    }

    #[test]
    fn folding_forgets_case_marks_and_spacing() {
        assert_eq!(fold("  Antonio  MORENO Taquería "), "antonio moreno taqueria");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Ｆｕｌｌ"), "full");
    }

    proptest::proptest! {
        #[test]
        fn folding_in_runs_is_folding_the_whole(text in "(\\PC|[a-zA-Z \t\u{301}\u{323}ÀßØŁİΣ가힣ﬁ\u{200B}]){0,24}") {
            let decomposed = text.nfkd().filter(|c| !is_combining_mark(*c) && !is_treacherous(*c));
            let small: String = decomposed.flat_map(char::to_lowercase).map(|c| if c.is_control() { ' ' } else { c }).collect();
            let whole = small.split_whitespace().collect::<Vec<_>>().join(" ");
            let spelled = [("ß", "ss"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("æ", "ae"), ("œ", "oe")];
            let whole = spelled.iter().fold(whole, |text, (sign, letters)| text.replace(sign, letters));
            proptest::prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn a_note_of_spaces_weighs_nothing() {
        assert_eq!(weight(" \t\u{200B}\u{00A0}\u{3000}"), 0);
        assert_eq!(weight("ten chars!"), 9);
    }
}
