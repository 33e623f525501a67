//! Reports of the mouse: the button and what it did, the place counted from 0.

use crossterm::event::{Event as Raw, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// `ESC [ < button ; column ; row M` (or `m` when let go), without its ends.
pub fn report(numbers: &[u8], let_go: bool) -> Option<Raw> {
    let mut numbers = std::str::from_utf8(numbers).ok()?.split(';').map(|number| number.parse::<u16>().ok());
    let (code, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let (kind, modifiers) = kind(u8::try_from(code).ok()?)?;
    let kind = match kind {
        MouseEventKind::Down(button) if let_go => MouseEventKind::Up(button),
        other => other,
    };
    // A place before the first is none.
    let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Raw::Mouse(MouseEvent { kind, column, row, modifiers }))
}

/// `ESC [ M` and three bytes, without its head.
pub fn plain(bytes: &[u8]) -> Option<Raw> {
    let [code, column, row] = *bytes else { return None };
    let (kind, modifiers) = kind(code.checked_sub(32)?)?;
    let place = |byte: u8| u16::from(byte).checked_sub(33);
    Some(Raw::Mouse(MouseEvent { kind, column: place(column)?, row: place(row)?, modifiers }))
}

fn kind(code: u8) -> Option<(MouseEventKind, KeyModifiers)> {
    let button = match code & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (code >> 6, code & 32 != 0, button) {
        (0, false, Some(button)) => MouseEventKind::Down(button),
        (0, false, None) => MouseEventKind::Up(MouseButton::Left),
        (0, true, Some(button)) => MouseEventKind::Drag(button),
        (0, true, None) => MouseEventKind::Moved,
        (1, false, Some(MouseButton::Left)) => MouseEventKind::ScrollUp,
        (1, false, Some(MouseButton::Middle)) => MouseEventKind::ScrollDown,
        (1, false, Some(MouseButton::Right)) => MouseEventKind::ScrollLeft,
        (1, false, None) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    const HELD: [(u8, KeyModifiers); 3] = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let held = HELD.into_iter().filter(|(bit, _)| code & bit != 0).fold(KeyModifiers::NONE, |all, (_, one)| all | one);
    Some((kind, held))
}
