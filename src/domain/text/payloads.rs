//! Texts that try to control a terminal, to hide, or to be run by a spreadsheet: one list for the tests of every floor.

/// Every payload with its name; each holds the word `Acme`, so that it can be looked for.
pub fn all() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = PLAIN.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let pile = |mark: char, many: usize| format!("Acme e{}", mark.to_string().repeat(many));
    all.extend([
        ("a pile of 10,000 acute accents", pile('\u{301}', 10_000)),
        ("a pile of marks above and below", format!("Acme {}", "o\u{30A}\u{32D}\u{489}\u{20DD}".repeat(50))),
        ("a pile of enclosing circles", pile('\u{20DD}', 300)),
        ("a pile of Hebrew points", format!("Acme ש{}", "\u{5B0}".repeat(500))),
        ("1,000 zero-width joiners", pile('\u{200D}', 1_000)),
        ("one very wide grapheme", format!("Acme {}", "👨\u{200D}".repeat(200))),
        (
            "bytes hidden in variation selectors",
            "Acme 👍".chars().chain((0..60).filter_map(|at| char::from_u32(0xE0100 + at))).collect(),
        ),
        (
            "text hidden in tags",
            "Acme".chars().chain("delete all".chars().filter_map(|c| char::from_u32(0xE0000 + c as u32))).collect(),
        ),
        ("300 columns", format!("Acme {}", "W".repeat(195))),
        ("wide characters", format!("Acme {}", "漢".repeat(95))),
    ]);
    all
}

const PLAIN: [(&str, &str); 84] = [
    ("colour", "Acme\x1b[31mred"),
    ("clear the screen", "Acme\x1b[2J\x1b[H"),
    ("cursor up and erase", "Acme\x1b[1A\x1b[2K"),
    ("alternate screen", "Acme\x1b[?1049h"),
    ("mouse reports on", "Acme\x1b[?1003h"),
    ("insert mode and scrolling region", "Acme\x1b[4h\x1b[1;2r"),
    ("ask for the device", "Acme\x1b[c\x1b[>c"),
    ("ask for the cursor", "Acme\x1b[6n"),
    ("reset", "Acme\x1bc"),
    ("character set", "Acme\x1b(0\x0e"),
    ("half a sequence", "Acme\x1b["),
    ("an escape at the end", "Acme\x1b"),
    ("the rest of a sequence", "[31mAcme"),
    ("CSI in 8 bits", "Acme\u{9b}31m\u{9b}2J"),
    ("title", "Acme\x1b]0;owned\x07"),
    ("title in 8 bits", "Acme\u{9d}2;owned\u{9c}"),
    ("title asked back", "Acme\x1b[21t"),
    ("clipboard", "Acme\x1b]52;c;cm0gLXJm\x07"),
    ("clipboard asked", "Acme\x1b]52;c;?\x1b\\"),
    ("link", "\x1b]8;;https://evil.example\x1b\\Acme\x1b]8;;\x1b\\"),
    ("notification", "Acme\x1b]9;hello\x07\x1b]777;notify;a;b\x07"),
    ("palette", "Acme\x1b]4;0;rgb:ff/ff/ff\x07\x1b]11;?\x07"),
    ("working folder", "Acme\x1b]7;file:///etc\x07"),
    ("file transfer", "Acme\x1b]1337;File=name=eA==;inline=1:AAAA\x07"),
    ("DCS", "Acme\x1bP$q\"p\x1b\\"),
    ("DCS in 8 bits", "Acme\u{90}+q544e\u{9c}"),
    ("sixel", "Acme\x1bPq#0;2;0;0;0~~\x1b\\"),
    ("APC", "Acme\x1b_Gf=24,a=T;AAAA\x1b\\"),
    ("APC in 8 bits", "Acme\u{9f}G\u{9c}"),
    ("PM", "Acme\x1b^private\x1b\\"),
    ("PM in 8 bits", "Acme\u{9e}private\u{9c}"),
    ("SOS", "Acme\x1bXstring\x1b\\"),
    ("SOS in 8 bits", "Acme\u{98}string\u{9c}"),
    ("end of the update", "Acme\x1b[?2026l"),
    ("end of a paste", "Acme\x1b[201~q\r"),
    ("bell", "Acme\x07"),
    ("overstrike", "Acme\x08\x08\x08\x08Evil"),
    ("overwritten line", "Acme\rEvil"),
    ("line feed", "Acme\nerror: all is lost"),
    ("CRLF", "Acme\r\nsaved"),
    ("vertical tab and form feed", "Acme\x0b\x0cx"),
    ("NEL", "Acme\u{85}x"),
    ("IND and RI in 8 bits", "Acme\u{84}\u{8d}x"),
    ("line separator", "Acme\u{2028}x"),
    ("paragraph separator", "Acme\u{2029}x"),
    ("tab", "Acme\tplaced\tdue"),
    ("NUL", "Acme\0x"),
    ("DEL", "Acme\x7f\x7fx"),
    ("XOFF", "Acme\x13x"),
    ("CAN and SUB", "Acme\x18\x1ax"),
    ("ENQ", "Acme\x05x"),
    ("right-to-left override", "Acme\u{202E}gpj.exe"),
    ("left-to-right override", "Acme\u{202D}x"),
    ("embeddings without an end", "Acme\u{202A}\u{202B}x"),
    ("isolates without an end", "Acme\u{2066}\u{2067}\u{2068}x"),
    ("an end without a beginning", "Acme\u{202C}\u{2069}x"),
    ("direction marks", "Acme\u{200E}\u{200F}\u{061C}x"),
    ("zero-width space", "Ac\u{200B}me Acme"),
    ("zero-width non-joiner in Latin", "Ac\u{200C}me Acme"),
    ("zero-width joiner in Latin", "Ac\u{200D}me Acme"),
    ("word joiner", "Ac\u{2060}me Acme"),
    ("byte order mark", "\u{FEFF}Acme"),
    ("soft hyphen", "Ac\u{AD}me Acme"),
    ("grapheme joiner", "Ac\u{34F}me Acme"),
    ("invisible operators", "Ac\u{2061}\u{2062}\u{2063}\u{2064}me Acme"),
    ("old format signs", "Acme\u{206A}\u{206B}\u{206C}\u{206D}\u{206E}\u{206F}"),
    ("tags", "Acme\u{E0001}\u{E0041}\u{E007F}"),
    ("variation selectors", "A\u{FE0F}c\u{FE00}me Acme\u{FE0F}\u{FE0F}\u{FE0F}"),
    ("Mongolian separators", "Acme\u{180B}\u{180E}x"),
    ("Hangul fillers", "Acme\u{115F}\u{1160}\u{3164}\u{FFA0}"),
    ("Khmer inherent vowels", "Acme\u{17B4}\u{17B5}"),
    ("annotations", "Acme\u{FFF9}x\u{FFFA}y\u{FFFB}"),
    ("an object", "Acme\u{FFFC}x"),
    ("musical controls", "Acme\u{1D173}\u{1D17A}\u{1D159}"),
    ("shorthand controls", "Acme\u{1BCA0}\u{1BCA3}"),
    ("private use", "Acme\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}"),
    ("characters that are none", "Acme\u{FFFE}\u{FFFF}\u{FDD0}\u{1FFFE}"),
    ("unassigned", "Acme\u{378}\u{E0FFF}"),
    ("blank Braille", "Acme\u{2800}\u{2800}x"),
    ("our own sentence", "Acme\nsaved · u takes it back"),
    ("our own rule", "Acme │ ───── │ overdue"),
    ("a formula", "=HYPERLINK(\"http://evil.example\",\"Acme\")"),
    ("a formula behind what is not seen", "\u{200B}\u{FEFF} =cmd|' /C calc'!A0 Acme"),
    ("markup", "Acme<script>alert(1)</script>\"onload='x'![a](http://evil.example)&#x1b;"),
];

/// The first character that controls, reorders or hides, by a list of its own; line ends and tabs are the caller's to judge.
pub fn harm_in(text: &str) -> Option<char> {
    let mut marks = 0;
    text.chars().find(|c| {
        let bad = matches!(c,
            '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}');
        let mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{488}' | '\u{489}' | '\u{591}'..='\u{5BD}' | '\u{20D0}'..='\u{20F0}' | '\u{FE00}'..='\u{FE0F}');
        marks = if mark { marks + 1 } else { 0 };
        // Joiners between pictures are the emoji's own: the one payload that has them is made of nothing else.
        (bad && *c != '\u{200D}') || marks > 8
    })
}
