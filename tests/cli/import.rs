//! Files in and out: every row is accounted for, the same file twice changes nothing, an export comes back the same.

use serde_json::{Value, json};

use crate::desk::Desk;

const CLIENTS: &str = "\
external_id,name,owner,arr,currency,segment,segment_since,last_review_on,tags,notes,archived,score.standardization,score.engagement
A-1,Acme,Ana,1200.50,EUR,transform,2026-01-10,2026-05-20,vip; north,\"two lines,
the second one\",false,5,4
A-2,Globex,Ben,99,USD,D,2025-12-01,,,=SUM(A1),false,,
A-3,Ｆull 日本 é,,,,,,,,'quoted,true,1,1
";

fn counts(answer: &Value) -> Vec<u64> {
    ["rows", "created", "updated", "unchanged", "skipped", "rejected"]
        .iter()
        .map(|name| answer[*name].as_u64().unwrap_or(u64::MAX))
        .collect()
}

#[test]
fn an_export_comes_back_to_the_identical_book() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", CLIENTS);
    assert_eq!(counts(&desk.json(&["import", &file])), [3, 3, 0, 0, 0, 0]);
    let first = desk.ok(&["export"]).out;
    let again = desk.write("again.csv", &first);
    let other = desk.path("other.db").to_string_lossy().into_owned();
    assert_eq!(counts(&desk.json(&["--book", &other, "import", &again])), [3, 3, 0, 0, 0, 0]);
    assert_eq!(desk.ok(&["--book", &other, "export"]).out, first);
    let clients = |args: &[&str]| desk.json(&[args, &["clients", "--where", "archived or -archived"]].concat())["items"].clone();
    let without_ids = |mut items: Value| {
        items.as_array_mut().expect("items").iter_mut().for_each(|item| item["client_id"] = json!(0));
        items
    };
    assert_eq!(without_ids(clients(&["--book", &other])), without_ids(clients(&[])));
    let written = desk.path("out.csv").to_string_lossy().into_owned();
    desk.ok(&["export", "-o", &written]);
    assert_eq!(std::fs::read_to_string(&written).expect("read"), first);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", CLIENTS);
    desk.ok(&["import", &file]);
    let before = desk.entries();
    let again = desk.json(&["import", &file]);
    assert_eq!((counts(&again), &again["seq"], desk.entries()), (vec![3, 0, 0, 3, 0, 0], &Value::Null, before));
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["clients", "--where", "archived or -archived"])["total"], 0);
}

const MIXED: &str = "\
external_id,name,arr,segment,score.stability,score.engagement,last_review_on
1,Alpha,100,transform,5,4,2026-05-01
2,Beta,200,zebra,1,1,
3,Gamma,300,,9,2,
4,Delta,,,5,5,2027-01-01
5,Epsilon,5,,1,1,
5,Epsilon,6,,1,1,
";

#[test]
fn refused_rows_are_named_and_land_in_the_file_of_rejects() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", MIXED);
    let rejects = desk.path("rejects.csv").to_string_lossy().into_owned();
    let answer = desk.json(&["import", &file, "--rejects", &rejects, "--place"]);
    assert_eq!(counts(&answer), [6, 2, 0, 0, 0, 4]);
    assert_eq!(answer["placed"], 1);
    let problems = answer["problems"].as_array().expect("problems");
    let place = |at: usize| (problems[at]["row"].as_u64(), problems[at]["column"].as_str(), problems[at]["value"].as_str());
    assert_eq!(place(0), (Some(3), Some("segment"), Some("zebra")));
    assert_eq!(place(1), (Some(4), Some("score.stability"), Some("9")));
    assert_eq!(place(2), (Some(5), Some("last_review_on"), Some("2027-01-01")));
    assert_eq!((problems[3]["row"].as_u64(), &problems[3]["column"]), (Some(7), &Value::Null));
    let written = std::fs::read_to_string(&rejects).expect("read");
    assert_eq!(written.lines().count(), 5, "{written}");
    let corrected = written.replace("zebra", "educate");
    let corrected = desk.write("corrected.csv", &corrected);
    assert_eq!(desk.json(&["import", &corrected])["created"], 1);
}

#[test]
fn strict_and_dry_runs_leave_nothing_behind() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", MIXED);
    let dry = desk.json(&["import", &file, "--dry-run"]);
    assert_eq!((counts(&dry), &dry["dry_run"]), (vec![6, 2, 0, 0, 0, 4], &true.into()));
    assert!(!desk.book().exists());
    desk.refused(2, &["import", &file, "--strict"], "4 of 6 rows were refused; nothing was changed");
    assert!(!desk.book().exists());
    desk.ok(&["init"]);
    desk.refused(2, &["import", &file, "--strict"], "nothing was changed");
    assert_eq!(desk.entries(), 1);
}

#[test]
fn a_column_of_foreign_segments_is_left_out_with_a_note() {
    let desk = Desk::bare();
    let rows: String = (1..=5).map(|n| format!("Client {n},Enterprise\n")).collect();
    let file = desk.write("in.csv", &format!("name,segment\n{rows}"));
    let answer = desk.json(&["import", &file, "--dry-run"]);
    assert_eq!((counts(&answer), &answer["mapping"]), (vec![5, 5, 0, 0, 0, 0], &json!({ "name": "name" })));
    assert!(answer["notes"][0].as_str().is_some_and(|note| note.contains("--map 'segment=segment'")), "{answer}");
    let said = desk.run(&["import", &file, "--map", "segment=segment", "--json"]);
    assert_eq!(said.code, 2, "every row names a segment there is not: {said:?}");
    assert!(!desk.book().exists());
}

#[test]
fn existing_clients_are_updated_skipped_or_filled_and_blanks_never_erase() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "external_id,name,owner,industry\nA,Acme,Ana,\n");
    desk.ok(&["import", &file]);
    let second = desk.write("second.csv", "external_id,name,owner,industry\nA,Acme,,Health\n");
    assert_eq!(counts(&desk.json(&["import", &second, "--on-existing", "skip"])), [1, 0, 0, 0, 1, 0]);
    assert_eq!(counts(&desk.json(&["import", &second])), [1, 0, 1, 0, 0, 0]);
    let client = desk.json(&["show", "A"]);
    assert_eq!((&client["owner"], &client["industry"]), (&"Ana".into(), &"Health".into()));
    let third = desk.write("third.csv", "external_id,name,owner,goal\nB,ACME,Zoe,retention\n");
    assert_eq!(counts(&desk.json(&["import", &third, "--match", "name", "--on-existing", "fill"])), [1, 0, 1, 0, 0, 0]);
    let client = desk.json(&["show", "A"]);
    assert_eq!((&client["owner"], &client["goal"]), (&"Ana".into(), &"retention".into()));
}

#[test]
fn a_file_that_cannot_be_read_one_way_is_refused_whole() {
    let desk = Desk::bare();
    desk.refused(3, &["import", "/nowhere/clients.csv"], "there is no file");
    let file = desk.write("in.csv", "name,renewal_on\nAcme,03/04/2027\n");
    desk.refused(2, &["import", &file], "renewal_on");
    assert!(desk.run(&["import", &file]).err.contains("--date-order"));
    desk.ok(&["import", &file, "--date-order", "dmy"]);
    assert_eq!(desk.json(&["show", "acme"])["renewal_on"], "2027-04-03");
    desk.refused(2, &["import", &file, "--map", "colour=name"], "there is no column “colour”");
    desk.refused(2, &["import", &file, "--map", "name=colour"], "there is no field “colour”");
    let unclosed = desk.write("unclosed.csv", "name,notes\nAcme,\"open\nGlobex,x\n");
    desk.refused(2, &["import", &unclosed], "line 2");
}

#[test]
fn json_export_holds_everything_the_csv_does() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", CLIENTS);
    desk.ok(&["import", &file]);
    let answer = desk.json(&["export", "--format", "json", "--where", "owner:ana"]);
    let item = &answer["items"][0];
    assert_eq!((&answer["total"], &item["arr"], &item["segment_since"]), (&1.into(), &"1200.50".into(), &"2026-01-10".into()));
    assert_eq!((&item["scores"]["engagement"], &item["tags"]), (&4.into(), &json!(["vip", "north"])));
}

#[test]
fn the_source_of_a_file_is_one_of_those_that_are_listed() {
    let desk = Desk::bare();
    let file =
        desk.write("own.csv", "external_id,name,segment,segment_since,archived,score.stability\nC-1,One,A,2026-01-01,,3\n");
    assert_eq!(desk.json(&["import", &file])["source"], "generic");
    let out = desk.path("out.csv").to_string_lossy().into_owned();
    desk.ok(&["export", "-o", &out]);
    assert_eq!(desk.json(&["import", &out])["source"], "generic");
}

#[test]
fn champions_and_measures_come_out_of_a_file_as_they_went_in() {
    let desk = Desk::bare();
    let file = desk.write(
        "in.csv",
        "name,Champion,champion_lost_on,goal,measure.Open Tickets,measure.seats\n\
         Acme,Dr. Lee,,RISK MITIGATION,\"1.200,5\",40\nBolt,,2026-05-01,,\"12,25\",-\nCrane,,,,,\n",
    );
    assert_eq!(counts(&desk.json(&["import", &file])), [3, 3, 0, 0, 0, 0]);
    let acme = desk.json(&["show", "acme"]);
    assert_eq!((&acme["champion"], &acme["goal"]), (&"Dr. Lee".into(), &"risk mitigation".into()));
    assert_eq!(acme["measures"], json!({ "open-tickets": 1200.5, "seats": 40 }));
    let bolt = desk.json(&["show", "bolt"]);
    assert_eq!((&bolt["champion_lost_on"], &bolt["champion_lost"]), (&"2026-05-01".into(), &true.into()));
    let first = desk.ok(&["export"]).out;
    assert!(first.lines().next().expect("a header").contains("goal,champion,champion_lost_on,renewal_on"), "{first}");
    assert!(first.contains("measure.open-tickets,measure.seats,score."), "{first}");
    let again = desk.write("again.csv", &first);
    let other = desk.path("other.db").to_string_lossy().into_owned();
    assert_eq!(counts(&desk.json(&["--book", &other, "import", &again])), [3, 3, 0, 0, 0, 0]);
    assert_eq!(desk.ok(&["--book", &other, "export"]).out, first);
    assert_eq!(counts(&desk.json(&["import", &again])), [3, 0, 0, 3, 0, 0]);
    let whole = desk.json(&["export", "--format", "json"]);
    assert_eq!(whole["items"][0]["measures"], acme["measures"]);
}

#[test]
fn scores_of_other_models_come_out_of_a_file_as_they_went_in() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    desk.ok(&["model", "add", "growth-risk"]);
    let file = desk.write(
        "in.csv",
        "name,score.stability,score.growth-risk.budget,score.growth-risk.sentiment,score.maturity-appetite.goals\n\
         Acme,4,5,2,3\nBolt,,1,,\nCrane,2,,,\n",
    );
    assert_eq!(counts(&desk.json(&["import", &file])), [3, 3, 0, 0, 0, 0]);
    assert_eq!(counts(&desk.json(&["import", &file])), [3, 0, 0, 3, 0, 0]);
    let first = desk.ok(&["export"]).out;
    let header = first.lines().next().expect("a header");
    assert!(header.contains("score.goals,score.growth-risk.expansion_room,"), "{header}");
    let again = desk.write("again.csv", &first);
    let other = desk.path("other.db").to_string_lossy().into_owned();
    desk.ok(&["--book", &other, "init"]);
    desk.ok(&["--book", &other, "model", "add", "growth-risk"]);
    assert_eq!(counts(&desk.json(&["--book", &other, "import", &again])), [3, 3, 0, 0, 0, 0]);
    assert_eq!(desk.ok(&["--book", &other, "export"]).out, first);
    let whole = desk.json(&["export", "--format", "json"]);
    assert_eq!(whole["items"][0]["scores"], json!({ "stability": 4, "goals": 3 }));
    assert_eq!(whole["items"][0]["scores_elsewhere"], json!({ "growth-risk": { "budget": 5, "sentiment": 2 } }));
    assert_eq!(desk.json(&["--book", &other, "export"])["items"][0]["scores_elsewhere"], whole["items"][0]["scores_elsewhere"]);
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["clients"])["total"], 0);
}

#[test]
fn a_score_of_no_model_off_its_scale_or_twice_is_refused_with_its_row() {
    let desk = Desk::bare();
    desk.ok(&["init"]);
    desk.ok(&["model", "add", "growth-risk"]);
    let file = desk.write(
        "in.csv",
        "name,score.moon.budget,score.growth-risk.budget,score.goals,score.maturity-appetite.goals\n\
         Acme,3,,,\nBolt,,6,,\nCrane,,,2,3\nDune,,5,2,2\n",
    );
    let ran = desk.run(&["import", &file, "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(counts(&answer), [4, 1, 0, 0, 0, 3], "{answer}");
    let problems = answer["problems"].to_string();
    for says in ["score.MODEL.FACTOR of another one", "off the scale of 1 to 5", "goals is scored 2 and 3 in one row"] {
        assert!(problems.contains(says), "{says}: {problems}");
    }
}

#[test]
fn a_measure_that_is_no_number_is_refused_with_its_row() {
    let desk = Desk::bare();
    let file = desk.write("in.csv", "name,measure.tickets\nAcme,many\nBolt,€ 12\nCrane,10 %\nDune,500000000000\nElm,7\n");
    let ran = desk.run(&["import", &file, "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(counts(&answer), [5, 1, 0, 0, 0, 4], "{answer}");
    let problems = answer["problems"].to_string();
    for says in ["measure.tickets", "is an amount of money", "is too large for a measure"] {
        assert!(problems.contains(says), "{says}: {problems}");
    }
}

const ACTIVITIES: &str = "\
Subject,Company / Account,Date,Type,Assigned,Comments
Quarterly talk,Acme Ltd,2026-06-10,QBR,Bo,all is well
Hello,Acme Ltd,2026-06-11,Email,Bo,
Talk,globex,2026-06-01,Review,Bo,
Talk,Initech,2026-06-01,Review,Bo,
Talk,Globex,2026-07-01,Review,Bo,
";

#[test]
fn a_list_of_activities_becomes_reviews_and_moves_the_clocks() {
    let desk = Desk::with_book();
    let before = desk.json(&["due", "--all"])["items"].clone();
    let file = desk.write("activities.csv", ACTIVITIES);
    let answer = desk.json(&["import", &file]);
    assert_eq!((counts(&answer), &answer["what"]), (vec![5, 2, 0, 0, 1, 2], &"reviews".into()), "{answer}");
    assert_eq!(answer["mapping"]["Company / Account"], "name");
    assert_eq!((answer["mapping"]["Date"].as_str(), answer["mapping"]["Assigned"].as_str()), (Some("held_on"), Some("by")));
    assert_eq!(desk.clock("A-1", "Review")["anchor"], "2026-06-10");
    assert_eq!(counts(&desk.json(&["import", &file])), [5, 0, 0, 2, 1, 2]);
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["due", "--all"])["items"], before);
    let told = desk.ok(&["import", &file, "--dry-run"]).out;
    assert!(told.starts_with("would import reviews of "), "{told}");
    // Where the columns do not tell, somebody says so.
    let bare = desk.write("bare.csv", "Account Name,Date\nGlobex,2026-05-04\n");
    assert_eq!(desk.json(&["import", &bare, "--dry-run"])["what"], "clients");
    assert_eq!(counts(&desk.json(&["import", &bare, "--as", "reviews"])), [1, 1, 0, 0, 0, 0]);
    let nameless = desk.write("nameless.csv", "Subject,Date\nTalk,2026-05-04\n");
    desk.refused(2, &["import", &nameless, "--as", "reviews"], "whose review a row is");
}

#[test]
fn probable_duplicates_are_listed_decided_or_refused() {
    let desk = Desk::with_book();
    let bytes = std::fs::read(desk.book()).expect("bytes");
    let file = desk.write("in.csv", "external_id,name,owner\nX-1,\"ACME, Ltd.\",Zoe\nX-2,Initech,Zoe\n");
    desk.refused(2, &["import", &file, "--duplicates", "refuse"], "one row may be clients the book has; nothing was changed");
    let told = desk.run(&["import", &file, "--duplicates", "refuse"]);
    assert!(told.out.starts_with("nothing was imported from ") && told.out.contains("Acme Ltd\tA-1"), "{told:?}");
    assert!(std::fs::read(desk.book()).expect("bytes") == bytes, "byte for byte");
    let dry = desk.json(&["import", &file, "--dry-run"]);
    assert_eq!(dry["doubles"].as_array().map(Vec::len), Some(1));
    let twin = &dry["doubles"][0];
    assert_eq!((&twin["row"], &twin["client"], &twin["decision"]), (&2.into(), &"Acme Ltd".into(), &"apart".into()));
    let answer = desk.json(&["import", &file, "--duplicates", "refuse", "--duplicate", "2=same"]);
    assert_eq!(counts(&answer), [2, 1, 1, 0, 0, 0], "{answer}");
    assert_eq!(desk.json(&["show", "A-1"])["owner"], "Zoe");
    assert_eq!(desk.run(&["import", &file, "--duplicate", "2=perhaps"]).code, 2);
}

#[test]
fn a_dry_run_tells_row_by_row_and_leaves_the_book_byte_for_byte() {
    let desk = Desk::with_book();
    let file = desk.write("in.csv", "external_id,name,arr,score.stability\nA-1,Acme Ltd,50000,4\nX-2,Initech,,\nX-3,,,\n");
    let bytes = std::fs::read(desk.book()).expect("bytes");
    let dry = desk.json(&["import", &file, "--dry-run"]);
    assert_eq!(
        dry["told"][0],
        json!({ "row": 2, "client": "Acme Ltd", "fate": "updated", "why": null, "changes": [
            { "field": "arr", "before": "48000", "after": "50000" },
            { "field": "score.stability", "before": null, "after": "4" },
        ] })
    );
    let fates: Vec<&str> = dry["told"].as_array().expect("rows").iter().filter_map(|row| row["fate"].as_str()).collect();
    assert_eq!(fates, ["updated", "created", "rejected"]);
    let told = desk.ok(&["import", &file, "--dry-run"]).out;
    assert!(told.contains("2\tAcme Ltd\tupdated\tarr\t48000\t50000"), "{told}");
    assert_eq!(desk.json(&["import", &file, "--dry-run", "--tell", "1"])["told"].as_array().map(Vec::len), Some(1));
    desk.refused(2, &["import", &file, "--strict"], "1 of 3 rows were refused");
    assert!(std::fs::read(desk.book()).expect("bytes") == bytes, "byte for byte");
}

#[test]
fn a_file_of_which_every_row_is_refused_says_that_nothing_was_imported() {
    let desk = Desk::with_book();
    let file = desk.write("in.csv", "name,arr\nAcme Ltd,many\n,5\n");
    let ran = desk.run(&["import", &file]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.starts_with("nothing was imported from ") && ran.err.contains("2 of 2 rows were refused"), "{ran:?}");
    assert_eq!(desk.entries(), 6);
}

#[test]
fn segments_of_other_models_come_out_of_a_file_as_they_went_in() {
    let desk = Desk::with_book();
    desk.ok(&["model", "add", "growth-risk"]);
    desk.ok(&["move", "A-1", "--to", "invest", "--model", "growth-risk", "--note", "they grow, and complain"]);
    let first = desk.ok(&["export"]).out;
    assert!(
        first.lines().next().is_some_and(|header| header.contains("archived,segment.growth-risk,segment_since.growth-risk,")),
        "{first}"
    );
    let file = desk.write("out.csv", &first);
    let other = desk.path("other.db").to_string_lossy().into_owned();
    let bare = desk.run(&["--book", &other, "import", &file, "--dry-run", "--json"]);
    let answer: Value = serde_json::from_str(&bare.out).expect("JSON");
    assert_eq!(
        (answer["rejected"].as_u64(), &answer["problems"][0]["column"]),
        (Some(1), &"segment.growth-risk".into()),
        "{answer}"
    );
    desk.ok(&["--book", &other, "init"]);
    desk.ok(&["--book", &other, "model", "add", "growth-risk"]);
    desk.ok(&["--book", &other, "import", &file]);
    assert_eq!(desk.ok(&["--book", &other, "export"]).out, first);
    assert_eq!(desk.json(&["export", "--format", "json"])["items"][0]["segments_elsewhere"], json!({ "growth-risk": "invest" }));
}

#[test]
fn scores_on_a_foreign_scale_go_in_only_when_it_is_said() {
    let desk = Desk::bare();
    let file = desk.write("health.csv", "name,score.engagement\nOne,60\nTwo,90\nThree,100\n");
    desk.refused(2, &["import", &file], "--scale score.engagement=0..100");
    assert!(!desk.book().exists(), "nothing is made for a file that is refused");
    desk.refused(2, &["import", &file, "--scale", "score.engagement=5..5"], "both ends");
    let answer = desk.json(&["import", &file, "--scale", "score.engagement=0..100"]);
    assert_eq!(counts(&answer), [3, 3, 0, 0, 0, 0]);
    let scores = desk.json(&["export", "--format", "json"])["items"].clone();
    let scores: Vec<&Value> = scores.as_array().expect("items").iter().map(|item| &item["scores"]["engagement"]).collect();
    assert_eq!(scores, [&json!(3), &json!(5), &json!(5)]);
}

#[test]
fn a_saved_mapping_is_used_for_the_next_file_with_the_same_header() {
    let desk = Desk::bare();
    let first = desk.write("first.csv", "Who,Health,When\nOne,red,02/03/2026\n");
    let says = ["--map", "Who=name", "--map", "Health=score.engagement", "--map", "When=renewal_on"];
    let scales = ["--scale", "Health=red=1,green=5", "--date-order", "dmy"];
    let save = ["import", &first, "--save-mapping", "weekly"];
    desk.ok(&[&save[..], &says, &scales, &["--dry-run"]].concat());
    assert!(!desk.path("config/quarterdeck/mappings/weekly.toml").exists(), "a rehearsal keeps nothing");
    desk.ok(&[&save[..], &says, &scales].concat());
    let second = desk.write("second.csv", "When,Who,Health\n03/04/2026,Two,green\n");
    let answer = desk.json(&["import", &second]);
    assert_eq!((counts(&answer), &answer["mapping"]["Health"]), (vec![1, 1, 0, 0, 0, 0], &json!("score.engagement")));
    assert!(answer["notes"].to_string().contains("weekly"), "{answer}");
    let two = desk.json(&["clients"])["items"][1].clone();
    assert_eq!(two["renewal_on"], "2026-04-03");
    desk.refused(2, &["import", &second, "--mapping", "nothing"], "there are: weekly");
    desk.refused(2, &["import", &second, "--save-mapping", "../up"], "no name for a mapping");
}

#[test]
fn the_system_a_file_comes_from_is_told() {
    let desk = Desk::bare();
    let file = desk.write("a.csv", "Id,IsDeleted,Name,OwnerId,BillingPostalCode\n001A,false,One,005,1\n001B,true,Two,005,2\n");
    let answer = desk.json(&["import", &file]);
    assert_eq!((&answer["source"], counts(&answer)), (&json!("salesforce"), vec![2, 1, 0, 0, 1, 0]));
    assert!(answer["notes"].to_string().contains("line 3 is skipped: deleted in Salesforce"), "{answer}");
    assert_eq!(desk.json(&["import", &file, "--source", "generic"])["source"], "generic");
    desk.refused(2, &["import", &file, "--source", "sap"], "halopsa");
}

#[test]
fn a_row_that_names_another_segment_moves_nobody_and_is_counted_in_a_note() {
    let desk = Desk::bare();
    let file = desk.write("first.csv", "external_id,name,segment\nA,Acme,A\nB,Bell,B\nC,Cole,\n");
    desk.json(&["import", &file]);
    let file = desk.write("second.csv", "external_id,name,segment\nA,Acme,B\nB,Bell,B\nC,Cole,B\n");
    let answer = desk.json(&["import", &file]);
    assert_eq!(counts(&answer), [3, 0, 1, 2, 0, 0], "only Cole, who had no segment, gets one");
    assert!(answer["notes"].to_string().contains("one row names another segment than the book has"), "{answer}");
}
