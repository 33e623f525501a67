//! A story of writing out on a pseudo-terminal: a key, a name, a file; the folder is offered again after a restart.

use super::pty::Place;
use super::{SAVE, SMALL, WIDE, on_the_board};

#[test]
fn what_is_due_is_written_out_by_a_key_and_the_folder_is_remembered() {
    let place = Place::with_sample();
    std::fs::create_dir(place.path("for the meeting")).unwrap();
    let steps = place.steps();
    let mut console = on_the_board(&place, WIDE);
    console.keys("2").sees("[2 Due]").keys("X").sees("Readable by").sees("~/quarterdeck-due-2026-06-15.xlsx");
    let folder = console.place("for the meeting/");
    console.click(folder).sees("~/for the meeting/quarterdeck-due-2026-06-15.xlsx");
    console.keys(SAVE).sees("exported").sees_no_more("Readable by");
    let written = place.path("for the meeting/quarterdeck-due-2026-06-15.xlsx");
    assert!(std::fs::read(&written).unwrap().starts_with(b"PK"), "a workbook");
    assert_eq!(console.keys("q").ends(), 0);

    let mut console = on_the_board(&place, SMALL);
    console.keys("2").sees("[2 Due]").keys("X").sees("~/for the meeting/quarterdeck-due-2026-06-15.xlsx");
    console.keys(SAVE).sees("Replace it?").keys("n").sees_no_more("Replace it?").keys(SAVE).sees("Replace it?");
    console.keys("y").sees("exported").sees_no_more("Readable by");
    assert_eq!(console.keys("q").ends(), 0);
    assert_eq!(place.steps(), steps, "an export changes nothing in the book");
    place.is_whole();
}
