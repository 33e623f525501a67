//! What files of the kinds people have said wrongly, or not at all, when they were walked through one by one.

use rstest::rstest;

use super::*;

#[rstest]
#[case("ARR Currency")]
#[case("Annual Revenue Currency")]
#[case("Deal Currency")]
fn the_currency_beside_an_amount_is_its_currency(#[case] header: &str) {
    let amount = header.strip_suffix(" Currency").filter(|amount| *amount != "Deal").unwrap_or("ARR");
    let read = good(format!("Account Name,{header},{amount}\nAcme,CHF,100\nBell,CHF,200\nCole,CHF,300\n"));
    assert!(read.rows.iter().all(|row| row.currency.as_deref() == Some("CHF")), "{}", read.notes());
}

#[rstest]
#[case("Euro", "EUR")]
#[case("US Dollar", "USD")]
#[case("U.S. Dollar", "USD")]
#[case("USD - U.S. Dollar", "USD")]
#[case("Pound Sterling", "GBP")]
#[case("Swiss Franc", "CHF")]
#[case("Franken (CHF)", "CHF")]
fn a_currency_may_be_written_out(#[case] cell: &str, #[case] code: &str) {
    let read = good(format!("name,arr,currency\nAcme,100,{cell}\nBell,200,{cell}\nCole,300,{cell}\n"));
    let codes: Vec<_> = read.rows.iter().map(|row| row.currency.as_deref()).collect();
    assert_eq!(codes, [Some(code); 3], "{:?}", read.problems);
}

#[test]
fn the_unit_in_brackets_is_heeded() {
    let read = good("Client,ARR [k€]\nAcme,100\nBell,200\nCole,300\n");
    assert!(read.rows.iter().all(|row| row.arr.is_none()));
    assert!(read.notes().contains("thousands"), "{}", read.notes());
}

#[test]
fn a_column_of_customer_numbers_is_the_id() {
    let read = good("Customer #,Customer Name\n00007,Acme\n00008,Bell\n00009,Cole\n");
    assert_eq!(read.rows[0].external_id.as_deref(), Some("00007"));
    assert_eq!(read.names(), ["Acme", "Bell", "Cole"]);
}

#[rstest]
#[case(",Grand Total (3 clients),,600")]
#[case("Total: 3,,,600")]
#[case(",Totaal,,600")]
fn a_row_of_totals_may_say_how_many(#[case] total: &str) {
    let read = good(format!("Client ID,Client,Owner,ARR\n1,Acme,Ann,100\n2,Bell,Bob,200\n3,Cole,Ann,300\n\n{total}\n"));
    assert_eq!(read.names(), ["Acme", "Bell", "Cole"]);
    assert_eq!(read.skipped, [(6, "a row of totals")]);
}

#[test]
fn systems_that_write_commas_between_tags_are_heard() {
    let read = good("Name,Sales Owner,Industry type,Business type,Tags\nAcme,Ann,IT,Partner,\"vip, gold\"\n");
    assert_eq!(read.rows[0].tags.as_deref(), Some(["vip".to_owned(), "gold".to_owned()].as_slice()));
    let read = good("Name,Tags\nAcme,\"vip, gold\"\n");
    assert_eq!(read.rows[0].tags.as_deref(), Some(["vip, gold".to_owned()].as_slice()), "elsewhere ; stands between");
}
