//! Sessions as scripts run them: each command with its fields and exit codes, and a whole quarter from start to minutes.

mod contract;
mod deciding;
pub mod files;
mod quarter;
mod together;
mod walked;

use serde_json::Value;

use crate::desk::Desk;

/// A desk with an open session over its three clients, led by Zoe with Ana and Ben.
fn seated() -> Desk {
    let desk = Desk::with_book();
    desk.ok(&["session", "start", "2026 Q2", "--facilitator", "Zoe", "--participant", "Ana", "--participant", "Ben"]);
    desk
}

/// Checks that an object has the fields named.
#[track_caller]
fn has(object: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(object.get(field).is_some(), "{field} is missing in {object}");
    }
}

/// The items of a list, or a list in a document.
#[track_caller]
fn items<'v>(answer: &'v Value, field: &str) -> &'v Vec<Value> {
    answer[field].as_array().unwrap_or_else(|| panic!("{field} is a list: {answer}"))
}

/// The names of the clients of a list.
#[track_caller]
fn clients<'v>(answer: &'v Value, field: &str) -> Vec<&'v str> {
    items(answer, field).iter().map(|item| item["client"].as_str().expect("a name")).collect()
}

/// The item of a client.
#[track_caller]
fn of<'v>(answer: &'v Value, field: &str, client: &str) -> &'v Value {
    let found = items(answer, field).iter().find(|item| item["client"] == client);
    found.unwrap_or_else(|| panic!("no {client} in {field}: {answer}"))
}
