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
    console.keys(ENTER).sees("This will happen: 2 created, 1 rejected").sees("Problems 1").keys("p").sees("line 3");
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
    console
        .sees("4 of 4")
        .sees("This will happen: 1 created, 2 updated")
        .keys("c")
        .sees("[ Changed 2 ]")
        .sees("ana")
        .sees("cleo");
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
    console.keys(ENTER).sees("3 of 4").keys(UP).keys(SAVE).sees("This will happen: 1 created");
    console.keys(ESC).sees("3 of 4").keys(ESC).sees("2 of 4").keys(ESC).sees("1 of 4").keys(ESC);
    console.sees_no_more("1 of 4").sees("This book is empty");
    assert_eq!((names(&place).len(), place.steps()), (0, 1));
    assert!(!place.path("clients.rejects.csv").exists());
    place.is_whole();
}

/// A workbook with a sheet of clients of each owner.
fn two_sheets(file: &std::path::Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (owner, clients) in [("Ana", ["Alder Works", "Birch Labs"]), ("Ben", ["Cedar Foods", "Dune Media"])] {
        let sheet = book.add_worksheet().set_name(owner).unwrap();
        sheet.write_row(0, 0, ["Company", "Owner"]).unwrap();
        for (row, client) in (1..).zip(clients) {
            sheet.write_row(row, 0, [client, owner]).unwrap();
        }
    }
    book.save(file).unwrap();
}

#[test]
fn a_workbook_with_two_fitting_sheets_is_asked_about_and_the_one_chosen_goes_in() {
    let place = Place::empty();
    let file = place.path("both.xlsx");
    two_sheets(&file);
    let mut console = place.console(SMALL);
    console.sees("Import a file").keys("i").sees("1 of 4").paste(file.to_str().unwrap()).keys(ENTER);
    console.sees("Several sheets may be meant").sees("Ana (1 of 2)").sees("Alder Works");
    console.keys(RIGHT).sees("Ben (2 of 2)").sees("Cedar Foods").sees_no_more("Several sheets");
    console.keys(ENTER).sees("> Next <").keys(ENTER).sees("3 of 4").keys(ENTER).sees("This will happen: 2 created");
    console.keys(ENTER).sees("Imported both.xlsx: 2 created").sees("no segment yet").keys(ENTER).sees("[1 Board]");
    assert_eq!(names(&place), ["Cedar Foods", "Dune Media"]);
    place.is_whole();
}

#[test]
fn probable_duplicates_are_decided_one_by_one_and_the_same_file_changes_nothing_more() {
    let place = Place::empty();
    let first = place.path("first.csv");
    std::fs::write(&first, "Name,Owner\nAlder Works,ana\nBirch Labs GmbH,ben\n").unwrap();
    place.run(&["import", first.to_str().unwrap()]);
    let file = place.path("second.csv");
    std::fs::write(&file, "Id,Name,Owner\n91,Alder Works Ltd,cleo\n92,Birch Labs,cleo\n").unwrap();
    let steps = place.steps();
    let mut console = place.console(SMALL);
    console.sees("[1 Board]").keys("i").sees("1 of 4").keys("\x15").paste(file.to_str().unwrap()).keys(ENTER);
    console.sees("2 of 4").keys(ENTER).sees("3 of 4").keys(ENTER).sees("This will happen: 2 created");
    console.keys("d").sees("[ Duplicates 2 ]").sees("may be Birch Labs").sees("All of them");

    // The second one is the client the book has; the first one is made.
    let second = console.place("line 3, Birch Labs");
    console.click(second).keys(RIGHT).sees("the same client").keys("s").sees("This will happen: 1 created, 1 updated");
    console.keys(SAVE).sees("Imported second.csv: 1 created, 1 updated").keys(ENTER).sees("3 clients");
    assert_eq!(
        (names(&place), place.steps()),
        (["Alder Works", "Alder Works Ltd", "Birch Labs"].map(str::to_owned).to_vec(), steps + 1)
    );
    let birch = place.json(&["clients", "--where", "Birch"])["items"][0].clone();
    assert_eq!(birch["owner"], "cleo");

    // Once more the same file: nothing to do, it says so, and Enter leaves.
    console.keys("i").sees("1 of 4").keys("\x15").paste(file.to_str().unwrap()).keys(ENTER).sees("2 of 4");
    console.keys(ENTER).sees("3 of 4").keys(ENTER).sees("Nothing would change").sees("> Close <").keys(ENTER);
    console.sees_no_more("Nothing would change").sees("3 clients");
    console.keys("u").until("taken back", |_| place.steps() == steps + 2);
    assert_eq!(names(&place), ["Alder Works", "Birch Labs GmbH"]);
    place.is_whole();
}

#[test]
fn a_file_of_reviews_is_known_for_one_and_logs_them_on_its_clients() {
    let place = Place::empty();
    let first = place.path("clients.csv");
    std::fs::write(&first, "Name,Owner\nAlder Works,ana\nBirch Labs,ben\n").unwrap();
    place.run(&["import", first.to_str().unwrap()]);
    let file = place.path("activities.csv");
    let text = "Account Name,Date,Type,Subject,Assigned\nAlder Works,2026-03-04,Review,Budget agreed,ana\n\
                Birch Labs,2026-05-06,Review,Plan sent,ben\nNobody Ltd,2026-05-06,Review,Lost,ben\n";
    std::fs::write(&file, text).unwrap();
    let steps = place.steps();
    let mut console = place.console(SMALL);
    console.sees("[1 Board]").keys("i").sees("1 of 4").keys("\x15").paste(file.to_str().unwrap()).keys(ENTER);
    console.sees("reviews of clients, one a row").keys(ENTER).sees("< held_on >").keys(ENTER);
    console
        .sees("This will happen: 2 created, 1 rejected")
        .keys("p")
        .sees("Nobody Ltd")
        .keys(SAVE)
        .sees("Imported activities.csv");
    console.keys(ENTER).sees("[1 Board]").sees_no_more("Imported activities.csv");
    let alder = place.json(&["clients", "--where", "Alder"])["items"][0].clone();
    assert_eq!((alder["last_review_on"].as_str(), place.steps()), (Some("2026-03-04"), steps + 1));

    // The same rows again: the reviews are there, nothing would change, and Enter leaves.
    console.keys("i").sees("1 of 4").keys("\x15").paste(file.to_str().unwrap()).keys(ENTER).sees("2 of 4").keys(ENTER);
    console.sees("3 of 4").keys(ENTER).sees("4 of 4").sees("2 unchanged").keys(ESC).sees("3 of 4").keys(ESC).sees("2 of 4");
    console.keys(ESC).sees("1 of 4").keys(ESC);
    console.sees_no_more("1 of 4").keys("u").until("taken back", |_| place.steps() == steps + 2);
    assert!(place.json(&["clients", "--where", "Alder"])["items"][0]["last_review_on"].is_null());
    place.is_whole();
}

#[test]
fn a_file_without_names_says_what_it_lacks_and_its_ids_can_stand_for_them() {
    let place = Place::empty();
    let file = place.path("renewals.csv");
    std::fs::write(&file, "user_id,due_date,arr_usd\nU002,2026-02-21,0\nU004,2026-10-14,8000\n").unwrap();
    let mut console = place.console(SMALL);
    console.sees("Import a file").keys("i").paste(file.to_str().unwrap()).keys(ENTER);
    console.sees("No column says the name of the client").keys(ENTER).sees("Which one does?").sees("can stand for names");
    console.keys(ENTER).sees("What is “user_id”?").keys(ENTER).sees_no_more("Which one does?").sees("< name >");
    console.keys(SAVE).sees("This will happen: 2 created").keys(SAVE).sees("Imported renewals.csv: 2 created");
    assert_eq!(names(&place), ["U002", "U004"]);
}

#[test]
fn words_of_health_become_scores_by_what_each_word_is_said_to_stand_for() {
    let place = Place::empty();
    let file = place.path("health.csv");
    let text = "Client,Health\nAlder Works,Green\nBirch Labs,Red\nCedar Foods,Green\nDune Media,Red\n";
    std::fs::write(&file, text).unwrap();
    let mut console = place.console(SMALL);
    console.sees("Import a file").keys("i").paste(file.to_str().unwrap()).keys(ENTER).sees("2 of 4").keys(ENTER).sees("3 of 4");
    let health = console.place("Health");
    console.click(health).click(health).sees("What is “Health”?").keys("engagement").sees("score.engagement").keys(ENTER);
    console.sees("is to be a score").sees("[ what each word stands for ]").keys(ENTER).sees("The scale of “Health”");
    console.keys("\x15").keys("red=1,green=5").keys(ENTER).sees_no_more("The scale of").sees("> Next <").keys(ENTER);
    console.sees("This will happen: 4 created").keys(SAVE).sees("Imported health.csv: 4 created");
    let client = place.json(&["show", "Alder"]);
    assert!(client.to_string().contains("engagement"), "{client}");
    place.is_whole();
}
