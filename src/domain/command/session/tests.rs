//! What a session refuses and what it keeps, over facts held in memory.

use super::*;
use crate::domain::change::Fact;
use crate::domain::command::tests::{ACME, Book, GONE, NOTE, move_to, stamp};
use crate::domain::command::{Command, Refusal};
use crate::domain::placement::How;
use crate::domain::session::{Kind, State};

/// The book's first free number: the session's row.
const FIRST: SessionId = 10;

fn act(act: SessionAct) -> Command {
    Command::Session(act)
}

fn plain() -> StartSession {
    StartSession { name: "2026 Q3".to_owned(), facilitator: "ana".to_owned(), ..StartSession::default() }
}

fn started() -> Book {
    Book::new().after(&act(SessionAct::Start(plain())))
}

fn staged(what: Staging, note: &str) -> Stage {
    Stage { note: note.to_owned(), ..Stage::plain(FIRST, ACME, what) }
}

fn by(person: &str) -> Stamp {
    Stamp { by: person.to_owned(), ..stamp() }
}

fn stage(stage: Stage) -> Command {
    act(SessionAct::Stage(stage))
}

fn to_educate() -> Command {
    stage(staged(Staging::Move("C".to_owned()), NOTE))
}

/// What is refused, in words.
#[track_caller]
fn refused(book: &Book, command: &Command) -> String {
    book.refuses(command).to_string()
}

#[test]
fn a_session_wants_a_name_of_its_own_somebody_to_lead_it_and_a_scope_that_reads() {
    let book = started();
    let with = |change: fn(&mut StartSession)| {
        let mut start = StartSession { name: "another".to_owned(), ..plain() };
        change(&mut start);
        refused(&book, &act(SessionAct::Start(start)))
    };
    assert_eq!(with(|start| start.name = "2026 q3".to_owned()), "there is a session 2026 Q3 already, started on 2026-06-15");
    assert_eq!(with(|start| start.name = " ".to_owned()), "“” is no name of a session");
    assert_eq!(with(|start| start.facilitator = String::new()), "“” is no facilitator");
    assert!(with(|start| start.scope = "arr>>5".to_owned()).starts_with("“arr>>5” is no filter ("));
    assert_eq!(with(|start| start.targets = vec![("grow".to_owned(), 100)]), "there is no segment “grow”");
    let over = |start: &mut StartSession| start.targets = vec![("A".to_owned(), 600), ("B".to_owned(), 500)];
    assert_eq!(with(over), "“110.0 %” is no sum of target shares");
    let book = book.after(&act(SessionAct::Void { session: FIRST, note: "nobody had the time".to_owned() }));
    assert!(act(SessionAct::Start(plain())).plan(&book, &stamp()).is_ok(), "a void session gives its name free");
}

#[test]
fn people_join_and_leave_once_and_an_edit_made_from_an_older_state_is_refused() {
    let edit = |change: fn(&mut EditSession)| {
        let mut edit = EditSession { session: FIRST, ..EditSession::default() };
        change(&mut edit);
        act(SessionAct::Edit(edit))
    };
    let book = started().after(&edit(|edit| edit.join = vec!["Ben".to_owned(), "ben".to_owned(), "Cy".to_owned()]));
    let book = book.after(&edit(|edit| edit.leave = vec!["CY".to_owned()]));
    let session = book.session(FIRST).expect("there");
    assert_eq!((session.participants, session.rev), (vec!["Ben".to_owned()], 3));
    assert_eq!(refused(&book, &edit(|edit| edit.leave = vec!["Dee".to_owned()])), "there is no participant “Dee”");
    assert_eq!(refused(&book, &edit(|_| ())), "nothing to do: 2026 Q3 is as you say already");
    assert!(matches!(book.refuses(&edit(|edit| edit.seen = Some(2))), Refusal::Stale { .. }));
}

#[test]
fn a_move_needs_a_note_and_another_segment_and_a_confirmation_a_segment() {
    let book = started();
    assert!(matches!(book.refuses(&stage(staged(Staging::Move("C".to_owned()), "short"))), Refusal::NoteTooShort { .. }));
    assert_eq!(refused(&book, &stage(staged(Staging::Confirm, ""))), "Acme is in no segment of Maturity × Appetite");
    let gone = stage(Stage { clients: vec![GONE], ..staged(Staging::Move("C".to_owned()), NOTE) });
    assert!(matches!(book.refuses(&gone), Refusal::Archived { .. }));
    let book = book.after(&move_to("educate"));
    assert_eq!(refused(&book, &to_educate()), "Acme is already in Educate");
    let expecting = Stage { expect: "appetite > 70".to_owned(), ..staged(Staging::Confirm, "") };
    assert_eq!(refused(&book, &stage(expecting)), "only a move expects evidence and is revisited");
    let item = book.after(&stage(staged(Staging::Confirm, ""))).item(FIRST, ACME).expect("read").expect("taken up");
    assert_eq!(item.staged.expect("staged").kind, Kind::Confirm);
}

#[test]
fn a_decision_is_put_off_to_a_later_day_with_a_reason() {
    let book = started();
    let today = stamp().today;
    assert!(matches!(book.refuses(&stage(staged(Staging::Defer(today), NOTE))), Refusal::WrongDate { .. }));
    let tomorrow = today.succ_opt().expect("a day");
    assert!(matches!(book.refuses(&stage(staged(Staging::Defer(tomorrow), " "))), Refusal::NoteTooShort { .. }));
    let book = book.after(&stage(staged(Staging::Defer(tomorrow), NOTE)));
    assert_eq!(book.item(FIRST, ACME).expect("read").and_then(|item| item.staged?.until), Some(tomorrow));
}

#[test]
fn the_second_to_decide_is_shown_the_first_ones_decision() {
    let book = started().after_by(&to_educate(), &by("ben"));
    let second = staged(Staging::Move("B".to_owned()), "they have outgrown the plan");
    let shown = "the decision about Acme was changed by ben since you looked: \
                 Acme from no segment to Educate (they asked for monthly talks)";
    assert_eq!(refused(&book, &stage(second.clone())), shown);
    assert_eq!(refused(&book, &stage(Stage { over: Over::Seen(0), ..second.clone() })), shown);
    for over in [Over::Seen(1), Over::Anything] {
        assert!(stage(Stage { over, ..second.clone() }).plan(&book, &stamp()).is_ok());
    }
    assert!(stage(second).plan(&book, &by("ben")).is_ok(), "one's own decision is changed without asking");
    assert_eq!(refused(&book, &to_educate()), shown, "the same decision of another is shown too");
}

#[test]
fn the_rest_leaves_alone_what_is_decided_and_what_is_in_no_segment() {
    let rest = stage(staged(Staging::Rest, ""));
    assert!(matches!(started().refuses(&rest), Refusal::Barred { .. }));
    let book = started().after(&move_to("educate")).after(&rest);
    assert_eq!(refused(&book, &rest), "nothing to do: Acme is decided on already");
}

#[test]
fn taking_a_decision_back_keeps_what_was_noted() {
    let noted = |note: &str| act(SessionAct::Note { session: FIRST, client: ACME, note: note.to_owned() });
    let back = act(SessionAct::Unstage { session: FIRST, clients: vec![ACME] });
    let book = started();
    assert_eq!(refused(&book, &back), "nothing to do: nothing is staged for Acme in 2026 Q3");
    let book = book.after(&to_educate()).after(&noted("ask again in May")).after(&back);
    let item = book.item(FIRST, ACME).expect("read").expect("it stays");
    assert_eq!((item.staged, item.note.as_str(), item.rev), (None, "ask again in May", 3));
    assert_eq!(refused(&book, &noted("ask again in May")), "nothing to do: the minutes say that of Acme already");
}

#[test]
fn a_client_is_discussed_once() {
    let discussed = |discussed| act(SessionAct::Discuss { session: FIRST, clients: vec![ACME], discussed });
    let book = started().after(&discussed(true));
    assert_eq!(refused(&book, &discussed(true)), "nothing to do: Acme is marked as discussed already");
    assert!(!book.after(&discussed(false)).item(FIRST, ACME).expect("read").expect("there").discussed);
}

fn merged(voter: &str, view: View, to: Option<&str>) -> Command {
    let said = Said { client: ACME, view, to: to.map(str::to_owned), note: String::new() };
    act(SessionAct::Merge { session: FIRST, voter: voter.to_owned(), opinions: vec![said] })
}

#[test]
fn the_last_proposal_awaited_reveals_all_and_a_facilitator_may_before() {
    let with = StartSession { participants: vec!["Ben".to_owned(), "Cy".to_owned()], ..plain() };
    let book = Book::new().after(&act(SessionAct::Start(with))).after(&merged("ben", View::NoView, Some("B")));
    let opinion = book.opinions(FIRST, ACME).expect("read").remove(0);
    assert_eq!((opinion.voter.as_str(), opinion.view, opinion.to.as_deref()), ("Ben", View::Propose, Some("modernize")));
    assert_eq!(book.session(FIRST).expect("there").revealed, None);
    assert!(matches!(book.refuses(&merged("BEN", View::Propose, Some("modernize"))), Refusal::Nothing(_)));
    let reveal = act(SessionAct::Reveal { session: FIRST, note: "we begin".to_owned() });
    assert!(reveal.plan(&book, &stamp()).is_ok());
    let book = book.after(&merged("cy", View::Question, None));
    assert_eq!(book.session(FIRST).expect("there").revealed.map(|act| act.note), Some("all proposals are in".to_owned()));
    assert!(matches!(book.refuses(&reveal), Refusal::Nothing(_)));
}

#[test]
fn a_closed_session_takes_nothing_more() {
    let book = started().after(&act(SessionAct::Void { session: FIRST, note: NOTE.to_owned() }));
    assert_eq!(book.session(FIRST).expect("there").state, State::Void);
    let said = refused(&book, &to_educate());
    assert_eq!(said, "the session 2026 Q3 is void since 2026-06-15 (by ana)");
    assert_eq!(book.refuses(&merged("ben", View::Agree, None)).to_string(), said);
    assert!(
        refused(&book, &act(SessionAct::Judge { session: FIRST, client: ACME, held: true, note: String::new() }))
            .contains("was not moved")
    );
}

fn finalise(accept: &[ClientId]) -> Finalise {
    Finalise { session: FIRST, note: String::new(), accept: accept.to_vec() }
}

#[test]
fn finalising_writes_what_was_staged_in_the_name_of_who_staged_it() {
    assert!(finalise(&[]).plan(&started(), &stamp()).is_err(), "there is nothing to write");
    let book = started().after_by(&to_educate(), &by("ben"));
    let plan = finalise(&[]).plan(&book, &stamp()).expect("nothing changed meanwhile");
    assert_eq!(plan.summary, "finalised 2026 Q3: 1 move, 0 confirmed, 0 put off");
    let [decision, _] = plan.changes.as_slice() else { panic!("a decision and a placement") };
    let Fact::Decision(decision) = decision.fact() else { panic!("a decision first") };
    assert_eq!((decision.how, decision.session, decision.by.as_str()), (How::Move, Some(FIRST), "ben"));
}

#[test]
fn a_client_moved_meanwhile_is_named_and_its_decision_holds_only_where_it_is_accepted() {
    let book = started().after(&to_educate()).after(&move_to("modernize"));
    let Err(PlanError::Refused(refusal)) = finalise(&[]).plan(&book, &stamp()) else { panic!("it must be refused") };
    let said = "1 client changed since the decision was staged: \
                Acme (moved to B Modernize by ana on 2026-06-15: “they asked for monthly talks”)";
    assert_eq!(refusal.to_string(), said);
    assert!(refusal.hint().is_some_and(|hint| hint.contains("accept")));
    assert!(finalise(&[ACME]).plan(&book, &stamp()).is_ok());
}
