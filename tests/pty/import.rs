//! Stories of bringing in files: found, looked at, answered, changed, imported, taken back; and left half way.

use crate::pty::Place;
use crate::{ENTER, ESC, SAVE, SMALL};

const RIGHT: &str = "\x1b[C";
const UP: &str = "\x1b[A";

fn names(place: &Place) -> Vec<String> {
    let clients = place.clients();
    let clients = clients.as_array().unwrap().iter();
    clients.map(|client| client["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_file_is_imported_through_its_door_and_taken_back_whole() {
    let place = Place::empty();
    let file = place.path("crm export.csv");
    std::fs::write(&file, "Company;Owner;ARR\r\nÅker & Söner;ana;12500\r\nCasa Ñandú;ben;abc\r\nDélices;ana;900\r\n").unwrap();
    let mut console = place.console(SMALL);
    console.sees("Import a file").keys("i").sees("1 of 4").paste(file.to_str().unwrap()).sees("crm export.csv");
    console.keys(ENTER).sees("2 of 4").sees("Casa Ñandú").keys(ENTER).sees("3 of 4").sees("< owner >");
    console.keys(ENTER).sees("It would be 2 created, 1 rejected").sees("Problems 1").keys("p").sees("line 3");
    assert_eq!(place.steps(), 1, "looking writes nothing; the first step made the book");
    console.keys(SAVE).sees("Imported crm export.csv: 2 created").sees("crm export.rejects.csv").keys(ENTER);
    console.sees("[1 Board]").sees("2 clients").sees("Åker & Söner").sees_no_more("line 3");
    assert_eq!((names(&place).len(), place.steps()), (2, 2));
    console.keys("u").until("taken back", |_| place.steps() == 3);
    assert_eq!(names(&place).len(), 0);
    place.is_whole();
}

#[test]
fn an_ambiguous_date_is_answered_a_column_is_mapped_a_change_is_looked_at_and_all_of_it_is_taken_back() {
    let place = Place::empty();
    let first = place.path("first.csv");
    std::fs::write(&first, "Name,Owner\nAlder Works,ana\nBirch Labs,ben\n").unwrap();
    place.run(&["import", first.to_str().unwrap()]);
    let file = place.path("second.csv");
    let text = "Name,Renewal,Betreuung\nAlder Works,03/04/2027,cleo\nBirch Labs,05/06/2027,ben\nCedar Foods,07/08/2027,ana\n";
    std::fs::write(&file, text).unwrap();
    let (before, steps) = (place.clients(), place.steps());
    let mut console = place.console(SMALL);
    console.sees("[1 Board]").keys("i").sees("1 of 4").keys("\x15").paste(&format!("\"{}\"", file.display())).keys(ENTER);
    console.sees("2 of 4").sees("Betreuung").keys(ENTER).sees("3 of 4").sees("3 April 2027").sees("4 March 2027");

    // The second reading with the mouse; the column that nobody knows from the list of fields.
    let answer = console.place("4 March 2027");
    console.click(answer).sees("date m/d/y");
    let column = console.place("Betreuung");
    console.click(column).click(column).sees("What is “Betreuung”?").keys("owner").sees("looks after").keys(ENTER);
    console.sees("< owner >").sees_no_more("What is").keys(SAVE);

    // What would change, field by field.
    console.sees("4 of 4").sees("It would be 1 created, 2 updated").keys("c").sees("[ Changed 2 ]").sees("ana").sees("cleo");
    console.sees("2027-03-04").keys(SAVE).sees("Imported second.csv: 1 created, 2 updated");
    assert_eq!((names(&place).len(), place.steps()), (3, steps + 1));
    let alder = place.json(&["clients", "--where", "Alder"])["items"][0].clone();
    assert_eq!((alder["owner"].as_str(), alder["renewal_on"].as_str()), (Some("cleo"), Some("2027-03-04")));
    console.keys("u").until("taken back", |_| place.steps() == steps + 2);
    assert_eq!(place.clients(), before);
    place.is_whole();
}

#[test]
fn an_import_is_left_page_by_page_and_nothing_of_it_stays() {
    let place = Place::empty();
    let file = place.path("clients.csv");
    std::fs::write(&file, "Name,Owner\nAlder Works,ana\n").unwrap();
    let mut console = place.console(SMALL);
    console.sees("Import a file").keys("i").paste(file.to_str().unwrap()).keys(ENTER).sees("2 of 4").keys(RIGHT);
    console.keys(ENTER).sees("3 of 4").keys(UP).keys(SAVE).sees("It would be 1 created");
    console.keys(ESC).sees("3 of 4").keys(ESC).sees("2 of 4").keys(ESC).sees("1 of 4").keys(ESC);
    console.sees_no_more("1 of 4").sees("This book is empty");
    assert_eq!((names(&place).len(), place.steps()), (0, 1));
    assert!(!place.path("clients.rejects.csv").exists());
    place.is_whole();
}
