//! Which characters cannot be seen where they stand, and which of them a script or an emoji needs there to be read.

/// White space between letters, shown as a space: line ends, tabs, and the blank cell of Braille.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, '\n' | '\t' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2800}')
}

/// Whether a character hides, reorders or controls instead of being read, wherever it stands.
pub(super) const fn is_treacherous(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is not to be seen by itself: what is treacherous, what only joins or varies its neighbours, and what has
/// no agreed shape (private use, characters that are none).
pub(super) const fn is_unseen(c: char) -> bool {
    is_treacherous(c)
        || matches!(c,
            '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFFC}' | '\u{13430}'..='\u{1343F}' | '\u{16FE4}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D159}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..='\u{10FFFF}')
        || c as u32 & 0xFFFE == 0xFFFE
}

/// Whether an unseen character is needed between these neighbours: joiners inside a word of a script that uses them or inside
/// an emoji, one variation selector on a sign that has variants.
pub(super) fn is_needed(before: Option<char>, c: char, after: Option<char>) -> bool {
    let (Some(before), after) = (before, after.unwrap_or(' ')) else { return false };
    match c {
        '\u{200D}' if is_picture(after) => is_picture(before) || before == '\u{FE0F}',
        '\u{200C}' | '\u{200D}' => joins(before) && joins(after),
        '\u{FE0E}' | '\u{FE0F}' => is_picture(before) || matches!(before, '#' | '*' | '0'..='9') && after == '\u{20E3}',
        '\u{FE00}'..='\u{FE0D}' => is_ideograph(before) || matches!(before, '\u{2200}'..='\u{22FF}'),
        '\u{E0100}'..='\u{E01EF}' => is_ideograph(before),
        '\u{180B}'..='\u{180D}' | '\u{180F}' => matches!(before, '\u{1820}'..='\u{18AA}'),
        _ => false,
    }
}

/// How many characters of a flag's region follow a black flag: England, Scotland and Wales are written in tag characters.
pub(super) fn flag_tags(before: Option<char>, rest: &[char]) -> usize {
    const REGIONS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];
    let is = |region: &str| {
        let tags = region.chars().filter_map(|c| char::from_u32(0xE0000 + c as u32)).chain(['\u{E007F}']);
        rest.len() > region.len() && tags.eq(rest[..=region.len()].iter().copied())
    };
    if before != Some('\u{1F3F4}') {
        return 0;
    }
    REGIONS.into_iter().find(|region| is(region)).map_or(0, |region| region.len() + 1)
}

/// Pictures that are joined to families and take a variation selector.
const fn is_picture(c: char) -> bool {
    matches!(c,
        '©' | '®' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{24C2}' | '\u{25A0}'..='\u{27BF}' | '\u{2934}'..='\u{2935}' | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}'
        | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Letters of the scripts in which a joiner or non-joiner changes how neighbours are written: Arabic and its kin, Mongolian, and
/// the scripts of India and South-East Asia.
const fn joins(c: char) -> bool {
    matches!(c,
        '\u{0620}'..='\u{065F}' | '\u{066E}'..='\u{06D5}' | '\u{06EE}'..='\u{07FF}' | '\u{0860}'..='\u{08FF}'
        | '\u{0900}'..='\u{0DFF}' | '\u{0F40}'..='\u{0FBC}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17B3}'
        | '\u{17B6}'..='\u{17D3}' | '\u{1820}'..='\u{18AA}' | '\u{1B05}'..='\u{1B4B}' | '\u{11000}'..='\u{1145F}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}
