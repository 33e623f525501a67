//! Files nobody here wrote: exports of several systems, and collections of awkward files. Skipped where they are absent.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::exchange::import::columns::Field;

/// The shared folder of real files, beside the checkout.
fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let found = Some(beside).filter(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: the folder of real files is not here");
    }
    found
}

fn crm(file: &str, choices: &[&str]) -> Option<Read> {
    let path = folder()?.join("crm").join(file);
    Some(read_file(&path, &mapped(choices)).unwrap_or_else(|refused| panic!("{file}: {refused}")))
}

fn fields(read: &Read) -> Vec<String> {
    read.profile.iter().flat_map(|profile| profile.mapped()).map(|(header, field)| format!("{header}={field}")).collect()
}

#[test]
fn each_export_gives_all_its_clients() {
    for (file, choices, count) in [
        ("cs_health_upload.csv", &[][..], 10),
        ("maven_accounts.csv", &[], 85),
        ("northwind_customers.csv", &[], 91),
        ("salesforce_devorg_account.csv", &[], 18),
        ("salesforce_dataloader_account.csv", &[], 423),
        ("hubspot_company_fivetran_seed.csv", &[], 24),
        ("renewals_school.csv", &["user_id=name", "due_date=renewal_on"], 68),
    ] {
        let Some(read) = crm(file, choices) else { return };
        assert_eq!((read.rows.len(), &read.problems, &read.skipped), (count, &vec![], &vec![]), "{file}");
    }
}

#[test]
fn deals_without_the_names_of_their_clients_are_not_taken_for_clients() {
    let Some(folder) = folder() else { return };
    let path = folder.join("crm/salesforce_devorg_opportunity.csv");
    let refused = read_file(&path, &Options::default()).expect_err("its names are those of deals");
    assert!(refused.to_string().contains("“Name” is the name of a deal"), "{refused}");
    assert!(refused.hint().is_some_and(|hint| hint.contains("--map 'AccountId=name'")), "{refused:?}");
    let read = crm("salesforce_devorg_opportunity.csv", &["AccountId=name"]).expect("the folder is there");
    assert_eq!((read.rows.len(), read.skipped.len()), (14, 22));
    assert_eq!(crm("salesforce_devorg_opportunity.csv", &["Name=name"]).map(|read| read.rows.len()), Some(36));
}

#[test]
fn each_export_is_known_for_what_it_is() {
    for (file, source) in [
        ("cs_health_upload.csv", "generic"),
        ("maven_accounts.csv", "generic"),
        ("northwind_customers.csv", "generic"),
        ("salesforce_devorg_account.csv", "salesforce"),
        ("salesforce_dataloader_account.csv", "salesforce"),
        ("hubspot_company_fivetran_seed.csv", "hubspot"),
    ] {
        let Some(read) = crm(file, &[]) else { return };
        assert_eq!(read.profile.map(|profile| profile.source.name()), Some(source), "{file}");
    }
}

#[test]
fn every_known_export_header_is_known_for_its_system() {
    let Some(folder) = folder() else { return };
    let mut reader = csv::Reader::from_path(folder.join("crm/headers.csv")).expect("read");
    for record in reader.records() {
        let record = record.expect("a row");
        let file =
            format!("{}\n{}\n", record[2].replace(';', ","), record[2].split(';').map(|_| "x").collect::<Vec<_>>().join(","));
        let read = read(file).unwrap_or_else(|refused| panic!("{}: {refused}", &record[0]));
        let source = read.profile.as_ref().map_or("", |profile| profile.source.name());
        assert!(record[0].to_lowercase().starts_with(source), "{}: {source}", &record[0]);
        let given = fields(&read).join(" ");
        assert!(!given.to_lowercase().contains("last activity") && !given.contains("last_review_on"), "{}: {given}", &record[0]);
        assert!(source == "zoho" || source == "freshsales" || given.contains("=external_id"), "{}: {given}", &record[0]);
    }
}

#[test]
fn a_file_of_deals_gives_each_client_once() {
    for order in ["iso", "mdy", "dmy"] {
        let Some(read) = crm(&format!("maven_sales_pipeline_{order}.csv"), &[]) else { return };
        assert_eq!((read.rows.len(), read.rejected.len(), read.skipped.len()), (85, 0, 8_715), "{order}");
        assert_eq!(fields(&read), ["account=name"]);
    }
}

#[test]
fn a_file_without_names_says_which_ids_can_stand_for_them() {
    let Some(folder) = folder() else { return };
    let refused = read_file(&folder.join("crm/renewals_school.csv"), &Options::default()).expect_err("refused");
    assert!(refused.hint().is_some_and(|hint| hint.contains("--map 'user_id=name'")), "{refused}");
}

#[test]
fn each_export_maps_itself() {
    for (file, expected) in [
        (
            "cs_health_upload.csv",
            "name=name arr=arr segment=segment renewal_date=renewal_on qbr_last_date=last_review_on industry=industry cs_owner=owner",
        ),
        ("maven_accounts.csv", "account=name sector=industry revenue=arr"),
        ("northwind_customers.csv", "customerID=external_id companyName=name"),
        ("salesforce_devorg_account.csv", "Id=external_id Name=name Industry=industry AnnualRevenue=arr"),
        (
            "salesforce_dataloader_account.csv",
            "ID=external_id NAME=name INDUSTRY=industry ANNUALREVENUE=arr DESCRIPTION=notes OWNERID=owner",
        ),
        (
            "hubspot_company_fivetran_seed.csv",
            "id=external_id property_name=name property_description=notes property_industry=industry property_annualrevenue=arr",
        ),
    ] {
        let Some(read) = crm(file, &[]) else { return };
        assert_eq!(fields(&read).join(" "), expected, "{file}");
    }
}

#[test]
fn a_success_upload_has_the_right_values() {
    let Some(read) = crm("cs_health_upload.csv", &[]) else { return };
    let row = &read.rows[0];
    let dates = (row.renewal_on.map(|date| date.to_string()), row.last_review_on.map(|date| date.to_string()));
    assert_eq!(dates, (Some("2026-03-15".to_owned()), Some("2025-09-10".to_owned())));
    assert_eq!((row.last_review_kind.as_deref(), row.owner.as_deref()), (Some("QBR"), Some("Sarah Johnson")));
    assert_eq!(row.arr.map(|arr| arr.to_string()).as_deref(), Some("450000"));
    assert_eq!((read.rows[2].last_review_on, read.rows[2].last_review_kind.as_deref()), (None, None), "the literal null");
    assert_eq!(
        read.profile.map(|profile| profile.segments),
        Some(["Enterprise", "Mid-Market", "SMB"].map(str::to_owned).to_vec())
    );
}

#[test]
fn the_same_deals_in_three_date_orders_have_the_same_dates() {
    let choices =
        ["opportunity_id=external_id", "account=ignore", "product=name", "engage_date=onboarded_on", "close_date=renewal_on"];
    let mut all = Vec::new();
    for order in ["iso", "mdy", "dmy"] {
        let Some(read) = crm(&format!("maven_sales_pipeline_{order}.csv"), &choices) else { return };
        assert_eq!((read.rows.len(), read.rejected.len()), (8_800, 0), "{order}");
        let dates: BTreeMap<_, _> =
            read.rows.into_iter().map(|row| (row.external_id.unwrap_or_default(), (row.onboarded_on, row.renewal_on))).collect();
        all.push(dates);
    }
    assert_eq!(all[0].len(), 8_800);
    assert!(all[0] == all[1] && all[0] == all[2], "the three files agree");
}

#[test]
fn umlauts_of_an_old_export_are_right() {
    let Some(read) = crm("northwind_customers.csv", &[]) else { return };
    assert!(read.names().contains(&"Antonio Moreno Taquería"), "{:?}", read.names());
    let Some(read) = crm("salesforce_dataloader_account.csv", &[]) else { return };
    assert!(!read.names().iter().any(|name| name.contains('\u{FFFD}')));
}

#[test]
fn every_known_export_header_names_its_client() {
    let Some(folder) = folder() else { return };
    let mut reader = csv::Reader::from_path(folder.join("crm/headers.csv")).expect("read");
    for record in reader.records() {
        let record = record.expect("a row");
        let headers: Vec<String> = record[2].split(';').map(str::to_owned).collect();
        let mapping = crate::exchange::import::columns::Mapping::of(&headers, &[]).expect("mapped");
        assert!(mapping.index_of(&Field::Name).is_some(), "{}: {:?}", &record[0], mapping);
        let name = mapping.index_of(&Field::Name).map(|at| headers[at].to_lowercase()).unwrap_or_default();
        assert!(name.contains("name"), "{}: {name}", &record[0]);
    }
}

#[test]
fn every_awkward_file_ends_in_rows_or_a_sentence() {
    let Some(folder) = folder() else { return };
    let (mut read, mut refused) = (0, 0);
    for part in ["csvkit", "csv-spectrum/csvs", "dataloader", "xlsx-calamine"] {
        for entry in std::fs::read_dir(folder.join("nasty").join(part)).expect("listed") {
            let path = entry.expect("an entry").path();
            for choices in [&[][..], &["#1=name"][..]] {
                match read_file(&path, &mapped(choices)) {
                    Ok(file) => {
                        let rows = file.profile.as_ref().map(|profile| profile.rows);
                        assert_eq!(Some(file.counted()), rows, "{}: each row is accounted for", path.display());
                        read += 1;
                    }
                    Err(fault) => {
                        assert!(!fault.to_string().is_empty());
                        // One of them is a line of text from a mail program.
                        let text = path.extension().is_some_and(|ending| ending == "csv") || path.ends_with("too_small.xls");
                        let locked = path.ends_with("pass_protected.xlsx");
                        assert_eq!(locked, fault.to_string().contains("protected by a password"), "{fault}");
                        assert!(text || !matches!(fault, Refused::Foreign { .. }), "{}: {fault}", path.display());
                        let spoilt = path.ends_with("null_byte.csv");
                        assert!(spoilt || !fault.to_string().contains("damaged"), "{}: {fault}", path.display());
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(read > 45 && refused > 40, "{read} read, {refused} refused");
}

#[test]
fn the_same_accounts_as_a_workbook_and_as_text_are_the_same_clients() {
    let (Some(text), Some(sheet)) = (crm("maven_accounts.csv", &[]), crm("maven_accounts.xlsx", &[])) else { return };
    assert_eq!((sheet.rows.len(), &sheet.problems), (85, &vec![]));
    let told = |row: &Row| (row.line, row.name.clone(), row.industry.clone(), row.arr.map(|arr| arr.to_string()));
    let pairs = text.rows.iter().zip(&sheet.rows).filter(|(one, other)| told(one) != told(other));
    let different: Vec<_> = pairs.map(|(one, other)| (told(one), told(other))).collect();
    assert_eq!(different, []);
}

#[test]
fn dates_of_either_system_and_every_kind_of_workbook_are_the_same() {
    let Some(folder) = folder() else { return };
    for name in ["date.xlsx", "date_1904.xlsx", "date_1904.xlsb", "date_1904.xls", "date.ods", "date_iso.xlsx"] {
        let path = folder.join("nasty/xlsx-calamine").join(name);
        let source = open(&path, &Options::default()).expect("opened");
        let mut records = crate::exchange::source::records::Records::of(&source, b',').expect("read");
        let mut cells = csv::StringRecord::new();
        records.next_into(&mut cells).expect("read").expect("a row");
        assert_eq!(cells.get(0), Some("2021-01-01"), "{name}");
    }
}

#[test]
fn awkward_cells_come_out_as_their_authors_meant() {
    let Some(folder) = folder() else { return };
    let first = |file: &str| {
        let read = read_file(&folder.join("nasty").join(file), &mapped(&["#1=name"]));
        read.unwrap_or_else(|refused| panic!("{file}: {refused}")).rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(first("csv-spectrum/csvs/newlines_crlf.csv").len(), 3);
    assert_eq!(first("csvkit/mac_newlines.csv"), ["1", "Once upon a time"]);
    assert_eq!(first("dataloader/csvEscapedQuotes.csv"), ["\"The Best\" Account", "The \"Best\" Account"]);
    assert_eq!(first("dataloader/csvtext_BOM_UTF16BE.csv"), ["row1-1", "row2-1"]);
    assert_eq!(first("dataloader/csvtext_BOM_UTF16LE.csv"), ["row1-1", "row2-1"]);
    assert_eq!(first("csvkit/test_utf16_big.csv"), ["1", "4"]);
    assert_eq!(first("csvkit/test_skip_lines.csv"), ["1"]);
}
