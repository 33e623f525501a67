//! What columns are taken for: by their system, their words and their cells; and the scales of scores.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::exchange::import::columns::{Field, Mapping};
use crate::exchange::import::origins::SYSTEMS;
use crate::exchange::import::scale::ScaleChoice;
use crate::exchange::import::{Origin, survey};
use crate::exchange::refused::Asks;

fn fields(read: &Read) -> String {
    let mapped = read.profile.iter().flat_map(|profile| profile.mapped());
    mapped.map(|(header, field)| format!("{header}={field}")).collect::<Vec<_>>().join(" ")
}

fn source(read: &Read) -> &'static str {
    read.profile.as_ref().map_or("", |profile| profile.source.name())
}

fn scaled(map: &[&str], scales: &[&str]) -> Options {
    let scales: Vec<ScaleChoice> = scales.iter().map(|scale| scale.parse().expect("a scale")).collect();
    Options { scales, ..mapped(map) }
}

#[test]
fn a_deleted_record_of_salesforce_is_skipped() {
    let read = good("Id,IsDeleted,Name,OwnerId,BillingCity\n001,false,A,005,X\n002,TRUE,B,005,X\n");
    assert_eq!((source(&read), read.names(), &read.skipped), ("salesforce", vec!["A"], &vec![(3, "deleted in Salesforce")]));
}

#[test]
fn the_own_company_of_autotask_is_skipped() {
    let file = "Organization: ID,Organization: Name [required],Organization: Number\n0,Ours,\n12,A,\n";
    let read = good(file);
    assert_eq!((source(&read), read.names()), ("autotask", vec!["A"]));
    assert_eq!(read.skipped, [(2, "one's own company, record 0 of Autotask")]);
    assert_eq!(good("ID,Name\n0,Ours\n12,A\n").names(), ["Ours", "A"], "another system may count from 0");
}

#[test]
fn an_inactive_client_of_halopsa_is_archived_and_a_deleted_company_of_connectwise_skipped() {
    let halo = good(
        "id,name,toplevel_name,inactive,accountmanagertech,accountmanagertech_name,startdate\n1,A,T,true,7,Ann,1900-01-01\n",
    );
    assert_eq!((source(&halo), halo.rows[0].owner.as_deref(), halo.rows[0].onboarded_on), ("halopsa", Some("Ann"), None));
    assert!(halo.rows[0].archived.is_some());
    let wise = good("id,identifier,name,status,dateAcquired,deletedFlag\n1,ACME,A,Active,2020-01-31,false\n2,B,B,Active,,true\n");
    assert_eq!((source(&wise), wise.rows[0].external_id.as_deref(), wise.skipped.len()), ("connectwise", Some("1"), 1));
}

#[test]
fn the_record_id_goes_before_the_account_number_and_the_name_of_the_owner_before_its_id() {
    let read = good("OwnerId,Account Number,Id,Name,Owner Name,External_Id__c\n005,7,001,A,Ann,X-1\n");
    assert_eq!(fields(&read), "Id=external_id Name=name Owner Name=owner");
}

#[test]
fn numbers_are_no_owner() {
    let read = good("hs_object_id,name,hubspot_owner_id\n1,A,77\n2,B,78\n3,C,79\n");
    assert_eq!((source(&read), read.rows[0].owner.as_deref()), ("hubspot", None));
    assert!(read.notes().contains("“hubspot_owner_id” is left out: it holds numbers"), "{}", read.notes());
}

#[test]
fn a_source_that_is_said_is_taken() {
    let options = Options { source: Origin::Autotask, ..Options::default() };
    let read = read_with("ID,Name\n0,Ours\n12,A\n", &options).expect("read");
    assert_eq!(read.names(), ["A"]);
}

#[rstest]
#[case("name,renewal\nA,Yes\nB,No\nC,Yes\n", "renewal")]
#[case("name,renewal\nA,Low\nB,High\nC,Low\n", "renewal")]
#[case("name,revenue\nA,good\nB,bad\nC,good\n", "revenue")]
#[case("name,status\nA,2026-01-01\nB,2026-01-02\nC,2026-01-03\n", "status")]
#[case("name,owner\nA,1\nB,2\nC,3\n", "owner")]
#[case("name,champion\nA,yes\nB,no\nC,yes\n", "champion")]
fn cells_speak_against_a_header(#[case] file: &str, #[case] column: &str) {
    let read = good(file);
    assert_eq!((fields(&read).as_str(), read.rows.len()), ("name=name", 3));
    assert!(read.notes().contains(&format!("column “{column}” is left out: it holds")), "{}", read.notes());
    let said = mapped(&[&format!("{column}={}", if column == "status" { "stage" } else { "goal" })]);
    assert_eq!(read_with(file, &said).expect("read").profile.map(|profile| profile.mapped().count()), Some(2), "a choice stands");
}

#[test]
fn the_column_with_words_is_the_name() {
    let read = good("Customer,Account\n1001,Acme\n1002,Bolt\n1003,Cord\n");
    assert_eq!(read.names(), ["Acme", "Bolt", "Cord"]);
    assert_eq!(good("Customer\n1001\n1002\n1003\n").names(), ["1001", "1002", "1003"], "there is no other");
}

#[test]
fn an_id_with_doubles_goes_behind_one_without() {
    let read = good("number,reference,uuid,name\n1,,u1,A\n1,,u2,B\n1,,u3,C\n");
    assert_eq!(fields(&read), "uuid=external_id name=name");
    let read = good("number,name\n1,A\n1,B\n1,C\n");
    assert_eq!(fields(&read), "name=name");
}

#[test]
fn amounts_in_thousands_are_left_out() {
    let read = good("name,ARR (k€)\nA,12\n");
    assert_eq!((fields(&read).as_str(), read.rows[0].arr), ("name=name", None));
    assert!(read.notes().contains("thousands"), "{}", read.notes());
}

#[test]
fn the_fees_go_before_the_turnover_of_the_client() {
    let read = good("name,Annual Revenue,MRR\nA,90000000,100\n");
    assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("1200"));
    let read = good("name,Annual Revenue,ARR\nA,90000000,100\n");
    assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("100"));
}

#[test]
fn the_turnover_of_the_client_is_taken_where_nothing_says_the_fees_whatever_stands_behind_it() {
    for header in ["Annual Revenue", "Umsatz (EUR)", "Account Omzet", "Facturación anual"] {
        let read = good(format!("name,{header}\nA,100\n"));
        assert_eq!(read.rows[0].arr.map(|arr| arr.to_string()).as_deref(), Some("100"), "{header}");
        assert!(read.notes().contains("turnover"), "{header}: {}", read.notes());
    }
}

#[test]
fn a_column_that_can_only_be_read_one_way_is_not_read_another() {
    let file = "name,renewal_on,onboarded_on\nA,13/03/2026,02/03/2020\nB,14/03/2026,02/04/2020\nC,25/03/2026,02/05/2020\nD,02/03/2026,\n";
    let options = Options { date_order: "mdy".parse().ok(), ..Options::default() };
    let read = read_with(file, &options).expect("read");
    assert_eq!(read.rows[3].renewal_on.map(|date| date.to_string()).as_deref(), Some("2026-03-02"));
    assert_eq!(read.rows[0].onboarded_on.map(|date| date.to_string()).as_deref(), Some("2020-02-03"));
    assert!(read.notes().contains("“renewal_on” can only be read as dmy"), "{}", read.notes());
    let file = "name;arr;mrr\nA;1.5;1.234\nB;2.5;\nC;3.5;\nD;1.234;\n";
    let options = Options { decimal: ",".parse().ok(), ..Options::default() };
    let read = read_with(file, &options).expect("read");
    assert_eq!(read.rows[3].arr.map(|arr| arr.to_string()).as_deref(), Some("1.234"));
    assert!(read.notes().contains("“arr” writes decimals with “.” only"), "{}", read.notes());
}

#[test]
fn scores_on_other_scales_go_in_by_their_scale() {
    let options =
        scaled(&["NPS=score.engagement", "Health=score.trust"], &["NPS=-100..100", "score.trust=red=1,yellow=3,green=5"]);
    let read = read_with("name,NPS,Health\nA,68,Green\nB,,red\nC,101,red\nD,0,blue\n", &options).expect("read");
    let scores = |at: usize| read.rows[at].scores.iter().map(|(factor, n)| format!("{factor}={n}")).collect::<Vec<_>>().join(" ");
    assert_eq!((scores(0), scores(1)), ("engagement=4 trust=5".to_owned(), "trust=1".to_owned()));
    assert_eq!(read.rejected, [4, 5]);
}

#[test]
fn several_columns_feed_one_factor_by_their_mean() {
    let options = scaled(&["NPS=score.engagement", "CSAT=score.engagement"], &["NPS=0..100", "CSAT=0..10"]);
    let read = read_with("name,NPS,CSAT\nA,100,0\nB,50,\nC,,\nD,100,5\n", &options).expect("read");
    let scores: Vec<Option<u8>> = read.rows.iter().map(|row| row.scores.first().map(|(_, score)| *score)).collect();
    assert_eq!(scores, [Some(3), Some(3), None, Some(4)]);
}

#[rstest]
#[case(&[], &["nowhere=0..100"], "no column is “nowhere”")]
#[case(&[], &["score.trust=0..100"], "fills it")]
#[case(&[], &["NPS=0..100"], "--map 'NPS=score.FACTOR'")]
fn a_scale_that_fits_nothing_is_refused(#[case] map: &[&str], #[case] scales: &[&str], #[case] says: &str) {
    let refused = read_with("name,NPS\nA,1\n", &scaled(map, scales)).expect_err("refused").to_string();
    assert!(refused.contains(says), "{refused}");
}

#[test]
fn words_without_a_scale_are_asked_about_with_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clients.csv");
    std::fs::write(&path, "name,Health\nA,Hot\nB,Cold\nC,Hot\n").expect("written");
    let source = Source::open(&path).expect("opened");
    let profile = survey(&source, &mapped(&["Health=score.trust"])).expect("surveyed");
    let question = profile.questions.first().expect("a question");
    assert_eq!(
        (question.asks, question.field.as_str(), &question.seen),
        (Asks::Scale, "score.trust", &vec!["Hot".into(), "Cold".into()])
    );
    assert!(question.answers.contains("--scale score.trust=0..100"), "{}", question.answers);
}

#[test]
fn figures_far_off_are_asked_about_and_single_ones_rejected() {
    let profile = |file: &str| read_with(file, &mapped(&["Health=score.trust"])).expect("read").profile.expect("a profile");
    let off = profile("name,Health\nA,60\nB,90\nC,71\n");
    assert_eq!(off.scale_questions(|_| Some(5)).len(), 1);
    let one_fits = profile("name,Health\nA,5\nB,90\nC,71\n");
    assert_eq!(one_fits.scale_questions(|_| Some(5)).len(), 0);
}

#[test]
fn deals_give_each_client_once_with_what_all_its_rows_agree_on() {
    let file = "opportunity_id,account,sector,sales_agent,deal_stage\n1,Acme,Tech,Ann,Won\n2,Acme,Tech,Bob,Lost\n3,,,Ann,Won\n4,Bolt,Food,Ann,Won\n";
    let read = good(file);
    assert_eq!(
        (read.names(), read.rows[0].industry.as_deref(), read.rows[0].owner.as_deref()),
        (vec!["Acme", "Bolt"], Some("Tech"), None)
    );
    assert_eq!(read.skipped, [(3, "a further row of the same client"), (4, "a row without a client")]);
    assert!(
        read.notes().contains("2 clients stand in 3 rows, a deal each") && read.notes().contains("“sales_agent”"),
        "{}",
        read.notes()
    );
}

#[test]
fn equal_names_with_different_ids_are_different_clients() {
    let rows: String = (0..12).map(|at| format!("{at},Acme\n")).collect();
    assert_eq!(good(format!("id,name\n{rows}")).rows.len(), 12);
    let contacts: String = (0..12).map(|at| format!("{at},F{at},L{at},Acme\n")).collect();
    assert_eq!(good(format!("Record ID,First Name,Last Name,Company name\n{contacts}")).names(), ["Acme"]);
}

#[test]
fn what_is_left_out_is_told() {
    let read = good("name,shoe size\nA,43\n");
    assert!(read.notes().contains("left out, as they are no fields of ours: shoe size"), "{}", read.notes());
}

proptest! {
    #[test]
    fn a_shuffled_header_gives_the_same_mapping(at in 0usize..SYSTEMS.len(), seed in any::<u64>(), kept in 3usize..20) {
        let mut headers = SYSTEMS[at].headers();
        headers.truncate(kept);
        let mapping = |headers: &[String]| {
            let mapping = Mapping::of(headers, &[]).expect("mapped");
            let mut pairs: Vec<(String, Field)> =
                mapping.columns.into_iter().filter_map(|column| Some((column.header, column.field?))).collect();
            pairs.sort();
            pairs
        };
        let before = mapping(&headers);
        for step in 0..headers.len() {
            let count = headers.len() as u64;
            headers.swap(step, (seed.rotate_left(step as u32) % count) as usize);
        }
        prop_assert_eq!(mapping(&headers), before);
    }

    #[test]
    fn reading_any_scores_never_panics(cells in proptest::collection::vec("[0-9.,%a-c -]{0,6}", 1..8), scale in "(0\\.\\.100|1\\.\\.0|a=1,b=5)") {
        let body: String = cells.iter().map(|cell| format!("A,\"{cell}\"\n")).collect();
        let options = scaled(&["x=score.trust"], &[&format!("x={scale}")]);
        if let Ok(read) = read_with(format!("name,x\n{body}"), &options) {
            prop_assert!(read.rows.iter().flat_map(|row| &row.scores).all(|(_, score)| (1..=5).contains(score)));
        }
    }
}

#[test]
fn a_score_column_of_figures_and_words_lacks_no_scale_and_rejects_its_rows() {
    let read = good("name,score.engagement\nOne,0\nTwo,high\nThree,9\nFour,3.5\n");
    assert_eq!((read.rows.len(), read.rejected.as_slice()), (0, [2, 3, 4, 5].as_slice()), "{:?}", read.problems);
}

#[test]
fn ids_of_owners_are_named_for_what_they_are() {
    let read = good("Id,IsDeleted,Name,OwnerId\n001x0000002xLCVAA2,false,One,005x0000000fNSiAAM\n");
    assert!(read.notes().contains("“OwnerId” holds the ids of owners"), "{}", read.notes());
    let read = good("Id,IsDeleted,Name,OwnerId,Owner.Name\n001x0000002xLCVAA2,false,One,005x0000000fNSiAAM,Ana\n");
    assert!(!read.notes().contains("ids of owners"), "{}", read.notes());
    assert_eq!(read.rows[0].owner.as_deref(), Some("Ana"));
}

#[test]
fn where_each_client_is_taken_once_a_refused_row_leaves_that_to_the_next() {
    let rows: String = (0..12).map(|at| format!("Acme,Ana,{at}\n")).collect();
    let read = good(format!("name,owner,seats\nAcme,Ana,1,extra\nAcme,\"A\"na,1\n{rows}"));
    assert_eq!((read.names(), read.rejected.as_slice(), read.skipped.len()), (vec!["Acme"], &[2, 3][..], 11));
    assert_eq!(read.rows[0].line, 4);
}
