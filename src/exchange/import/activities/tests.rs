//! Headers of lists of activities, and those of lists of clients that look a little like them.

use super::*;
use crate::exchange::import::columns::Field;
use crate::exchange::import::{Options, Subject, understood};

fn header(text: &str) -> Vec<String> {
    text.split(';').map(str::to_owned).collect()
}

#[test]
fn lists_of_activities_are_recognised_by_their_columns() {
    for (columns, client, day) in [
        ("external_id;client;held_on;kind;outcome;note;attendees;decisions;risks;sentiment;by", "client", "held_on"),
        ("Company / Account;Subject;Date;Type;Status;Assigned;Full Comments", "Company / Account", "Date"),
        ("Id;WhoId;WhatId;Subject;ActivityDate;Status;OwnerId;Description;AccountId;TaskSubtype", "AccountId", "ActivityDate"),
        ("ID;ACCOUNTID;SUBJECT;ACTIVITYDATE;TYPE", "ACCOUNTID", "ACTIVITYDATE"),
        (
            "Activity date;Activity type;Associated Company;Activity assigned to;Meeting notes",
            "Associated Company",
            "Activity date",
        ),
        ("Subject;Regarding;Activity Type;Activity Status;Actual End;Due Date;Owner", "Regarding", "Actual End"),
        (
            "Company Name;GSID;Activity Date;Activity Type;Subject;Notes;Author;External Attendees",
            "Company Name",
            "Activity Date",
        ),
        ("Organization;Subject;Type;Due date;Done;Note", "Organization", "Due date"),
        ("Client;Meeting date;Notes", "Client", "Meeting date"),
        ("Account Name;Touchpoint;Held on;Outcome;Attendees", "Account Name", "Held on"),
        ("Account Name;Date;Type;Notes", "Account Name", "Date"),
        ("Client;When;Notes", "Client", "When"),
    ] {
        let header = header(columns);
        let (subject, mapping) = understood(&header, &Options::default()).expect("understood");
        assert_eq!(subject, Subject::Reviews, "{columns}");
        let of = |field: Field| mapping.index_of(&field).map(|at| header[at].as_str());
        assert_eq!(of(Field::Name).or(of(Field::ExternalId)), Some(client), "{columns}");
        assert_eq!(of(Field::Review(ReviewField::HeldOn)), Some(day), "{columns}");
    }
}

#[test]
fn lists_of_clients_stay_lists_of_clients() {
    for columns in [
        "Account ID;Account Name;Account Owner;Industry;Last Activity;Last Modified Date;Type",
        "Record ID;Company name;Company owner;Create Date;Last Activity Date;Next Activity Date;Lifecycle Stage;Industry;Annual Revenue",
        "external_id;name;owner;arr;currency;stage;industry;goal;renewal_on;segment;last_review_on;last_review_kind;tags;notes",
        "Company;Review Date;Review Type;Owner",
        "name;owner;date",
        "Customer;Subject;Meeting date;ARR;Renewal date",
        "Company;Status;Start date;Type",
        "Company;Owner;Status;Date;Notes",
        "Customer;Date;Type;Invoice amount;Notes",
    ] {
        let subject = subject_of(&header(columns));
        assert_eq!(subject, Subject::Clients, "{columns}");
    }
}
