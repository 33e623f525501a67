//! Going through a table around what is damaged: from the front, from the back, and by single rows in between.

use rusqlite::{Connection, Row};

/// Row numbers tried one by one in a gap, at most.
const TRIED: i64 = 200_000;

/// Goes through a table by the columns of its key and shows every row that can be read, some twice. Answers whether the whole
/// table could be gone through.
pub(super) fn walk(db: &Connection, columns: &str, table: &str, keys: &[&str], mut visit: impl FnMut(&Row<'_>)) -> bool {
    let order = |direction: &str| keys.iter().map(|key| format!("{key}{direction}")).collect::<Vec<_>>().join(", ");
    let select = format!("SELECT {columns} FROM {table}");
    let numbered = keys.len() == 1 && matches!(keys.first(), Some(&("id" | "seq")));
    let front = through(db, &format!("{select} ORDER BY {}", order("")), &mut visit);
    if front.ended {
        return true;
    }
    let back = through(db, &format!("{select} ORDER BY {}", order(" DESC")), &mut visit);
    if numbered {
        let (from, to) = (front.last.unwrap_or(0) + 1, back.last.unwrap_or(TRIED));
        if let Ok(mut one) = db.prepare(&format!("{select} WHERE {} = ?", keys[0])) {
            for id in from..to.min(from.saturating_add(TRIED)) {
                // What cannot be read is what is gone around.
                let _ = one.query_row([id], |row| {
                    visit(row);
                    Ok(())
                });
            }
        }
    }
    false
}

struct Through {
    ended: bool,
    /// The number in the first column of the last row, where it is one.
    last: Option<i64>,
}

fn through(db: &Connection, sql: &str, visit: &mut impl FnMut(&Row<'_>)) -> Through {
    let mut last = None;
    let Ok(mut statement) = db.prepare(sql) else { return Through { ended: false, last } };
    let Ok(mut rows) = statement.query([]) else { return Through { ended: false, last } };
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                last = row.get::<_, i64>(0).ok().or(last);
                visit(row);
            }
            Ok(None) => return Through { ended: true, last },
            Err(_) => return Through { ended: false, last },
        }
    }
}
