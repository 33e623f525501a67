//! Opening and making books: what a file is, is looked at before SQLite touches it; every connection gets the same guards.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::backup;
use super::beside;
use super::error::{StoreError, too_many_files};
use super::fleeting::{self, Fleeting, PREFIX};
use super::here::unless_open_here;
use super::schema::{self, APPLICATION_ID, VERSION};
use super::shelf::Leave;
use super::waiting;
use crate::domain::text::fold;

/// How long a writer waits for another.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Which file a path led to when the book was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    pub fn of(path: &Path) -> std::io::Result<Self> {
        let found = fs::metadata(path)?;
        Ok(Self { device: found.dev(), inode: found.ino() })
    }
}

/// The header of an SQLite file, as far as it tells a book.
struct Header {
    application_id: i64,
    version: i64,
}

/// Looks at a file without SQLite: is it a book, and of which version?
pub(super) fn recognise(path: &Path) -> Result<(), StoreError> {
    let foreign = |why: &str| StoreError::Foreign { path: path.to_owned(), why: why.to_owned() };
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::Missing(path.to_owned())),
        Err(error) => return Err(StoreError::File { what: format!("{} cannot be opened", path.display()), source: error }),
    };
    if found.is_dir() {
        return Err(foreign("it is a folder"));
    }
    if !found.is_file() {
        return Err(foreign("it is no regular file"));
    }
    // A book that is open here was looked at before; to open and close it once more would drop the locks on it.
    let Some(header) = unless_open_here(path, || header(path, &found)) else { return Ok(()) };
    let header = header?.ok_or_else(|| foreign("it does not begin like one"))?;
    if header.application_id != APPLICATION_ID {
        return Err(foreign("it is a database of another program"));
    }
    if header.version > VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found: header.version, known: VERSION });
    }
    if header.version < 1 {
        return Err(foreign("its version is not one a book can have"));
    }
    match unless_open_here(path, || beside::stray(path)).flatten() {
        Some(stray) => Err(StoreError::Stray { path: path.to_owned(), beside: stray.path, why: stray.why }),
        None => Ok(()),
    }
}

fn header(path: &Path, found: &fs::Metadata) -> Result<Option<Header>, StoreError> {
    if found.len() < 512 {
        return Ok(None);
    }
    let mut head = [0_u8; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.map_err(|source| StoreError::File { what: format!("{} cannot be read", path.display()), source })?;
    if &head[..16] != b"SQLite format 3\0" {
        return Ok(None);
    }
    let number = |at: usize| i64::from(u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]));
    Ok(Some(Header { application_id: number(68), version: number(60) }))
}

/// Opens a recognised book with every guard set, and takes it to the newest schema; with the leave to put indexes aside, which
/// is not given yet.
pub(super) fn connect(path: &Path) -> Result<(Connection, Leave), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    // The path is made real first: a link leads to the file it names, and NOFOLLOW then means that nobody swaps it.
    let real = fs::canonicalize(path)
        .map_err(|source| StoreError::File { what: format!("{} cannot be opened", path.display()), source })?;
    let mut db = Connection::open_with_flags(&real, flags).map_err(|error| unopened(error, path))?;
    guard(&mut db)?;
    known_version(&db, path)?;
    settle_journal_mode(&db, path)?;
    if version(&db)? < VERSION {
        backup::before_migration(&real)?;
        db.execute_batch("BEGIN IMMEDIATE").map_err(|error| unopened(error, path))?;
        // Another program may have been first.
        let migrated = version(&db).and_then(|from| if from < VERSION { migrated(&db, from) } else { Ok(()) });
        match migrated.and_then(|()| Ok(db.execute_batch("COMMIT")?)) {
            Ok(()) => {}
            Err(error) => {
                // Dropping the connection would do the same.
                let _ = db.execute_batch("ROLLBACK");
                return Err(error);
            }
        }
    }
    let leave = Leave::default();
    authorize(&mut db, leave.clone())?;
    Ok((db, leave))
}

/// Takes a book to the newest schema. Where the steps do not fit what is there, the number of its version is wrong.
fn migrated(db: &Connection, from: i64) -> Result<(), StoreError> {
    schema::migrate(db, from).map_err(|error| match error {
        // A disk that is full or does not answer, or somebody who writes, is called so before it comes here.
        StoreError::Sqlite(cause) if is_of_the_schema(&cause) => {
            StoreError::Damaged(format!("it says that it is of version {from}, and does not read like one ({cause})"))
        }
        other => other,
    })
}

/// Whether a statement does not fit the tables there are, or the rows in them.
fn is_of_the_schema(cause: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode as Code;
    let codes = [Code::Unknown, Code::ConstraintViolation, Code::TypeMismatch, Code::SchemaChanged];
    let refused = |error: &rusqlite::ffi::Error| codes.contains(&error.code);
    matches!(cause, rusqlite::Error::SqlInputError { .. }) || cause.sqlite_error().is_some_and(refused)
}

fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes sure that no newer program has changed the book meanwhile.
pub(super) fn known_version(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: i64 = db.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?;
    match found {
        found if found > VERSION => Err(StoreError::Newer { path: path.to_owned(), found, known: VERSION }),
        _ => Ok(()),
    }
}

/// What a refusal of the file system to open or write means.
pub(super) fn unopened(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::PermissionDenied | rusqlite::ErrorCode::ReadOnly) => StoreError::ReadOnly(path.to_owned()),
        Some(rusqlite::ErrorCode::CannotOpen) => {
            if let Some(source) = too_many_files() {
                return StoreError::File { what: format!("{} cannot be opened", path.display()), source };
            }
            StoreError::ReadOnly(path.to_owned())
        }
        _ => error.into(),
    }
}

/// Settings of every connection (trust.md). `DELETE` with `EXTRA`: the only pair that lost nothing in power cuts and
/// leaves one whole file at rest.
fn guard(db: &mut Connection) -> Result<(), StoreError> {
    fold_function(db)?;
    db.busy_handler(Some(waiting::patiently))?;
    db.set_prepared_statement_cache_capacity(256);
    db.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -4000;
         PRAGMA synchronous = EXTRA;",
    )?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    steady_plans(db)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, 64 << 20)?;
    db.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20)?;
    db.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 500)?;
    db.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000)?;
    Ok(())
}

/// Plans do not look at bound values: otherwise every statement on a table with a partial index is prepared again for each
/// new value, which took a fifth of an import.
fn steady_plans(db: &Connection) -> Result<(), StoreError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Gives SQL the program's own folding, so that filters compare as the program does.
fn fold_function(db: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("fold", 1, flags, |context| {
        let text: Option<String> = context.get(0)?;
        Ok(text.as_deref().map(fold))
    })?;
    Ok(())
}

fn settle_journal_mode(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).map_err(|error| unopened(error, path))?;
    if mode != "delete" {
        let mode: String = db.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        if mode != "delete" {
            return Err(StoreError::Damaged(format!("its journal mode is {mode} and cannot be changed")));
        }
    }
    let synchronous: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if synchronous != 3 {
        return Err(StoreError::Damaged("its writes cannot be made durable".to_owned()));
    }
    Ok(())
}

/// From here on this connection can no longer drop, alter or attach, nor touch what is written in the journal; but for the
/// indexes of lists while leave is given.
fn authorize(db: &mut Connection, leave: Leave) -> Result<(), StoreError> {
    db.authorizer(Some(move |context: AuthContext<'_>| {
        let journal = |table: &str| matches!(table, "entries" | "changes");
        match context.action {
            AuthAction::DropIndex { table_name, .. } if leave.covers(table_name) => Authorization::Allow,
            AuthAction::DropTable { .. }
            | AuthAction::DropIndex { .. }
            | AuthAction::DropTrigger { .. }
            | AuthAction::DropView { .. }
            | AuthAction::AlterTable { .. }
            | AuthAction::Attach { .. }
            | AuthAction::Detach { .. }
            | AuthAction::CreateTrigger { .. } => Authorization::Deny,
            AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } if journal(table_name) => {
                Authorization::Deny
            }
            AuthAction::Update { table_name, .. } | AuthAction::Delete { table_name } | AuthAction::Insert { table_name }
                if (table_name.starts_with("sqlite_master") || table_name.starts_with("sqlite_schema")) && !leave.is_given() =>
            {
                Authorization::Deny
            }
            _ => Authorization::Allow,
        }
    }))?;
    Ok(())
}

/// A book that nobody else sees and nobody keeps: its pages are in memory, or in a nameless file where they are many.
pub(super) fn private() -> Result<Connection, StoreError> {
    let db = Connection::open("")?;
    fold_function(&db)?;
    steady_plans(&db)?;
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")?;
    db.set_prepared_statement_cache_capacity(256);
    Ok(db)
}

/// Makes a book beside its place, fills it with `fill`, and puts it there unless a file is there already.
pub(super) fn make(path: &Path, fill: impl FnOnce(&Connection) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let file = |what: String| move |source| StoreError::File { what, source };
    if fs::symlink_metadata(path).is_ok() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    // SQLite would roll a journal left behind by an earlier file of this name into the new one.
    if let Some(left) = left_behind(path).into_iter().find(|left| fs::symlink_metadata(left).is_ok()) {
        return Err(StoreError::Exists(left));
    }
    let folder = folder_of(path);
    make_folder(&folder)?;
    fleeting::sweep_old_files(&folder);
    let beside = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempfile_in(&folder)
        .map_err(file(format!("{} cannot be written to", folder.display())))?;
    let _named = Fleeting::new(beside.path());
    {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(beside.path(), flags)?;
        guard(&mut db)?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        db.execute_batch("BEGIN IMMEDIATE")?;
        schema::migrate(&db, 0)?;
        fill(&db)?;
        db.execute_batch("COMMIT")?;
    }
    let failed = file(format!("{} cannot be made", path.display()));
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist_noclobber(path).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
        _ => StoreError::File { what: format!("{} cannot be made", path.display()), source: error.error },
    })?;
    sync_folder(&folder)
}

/// Where SQLite keeps what is under way in a file: its journal, and the log of files in WAL mode.
pub(super) fn left_behind(path: &Path) -> [PathBuf; 2] {
    ["-journal", "-wal"].map(|end| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    })
}

/// The folder a path lies in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// Makes a folder that only its owner can enter, where there is none.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| StoreError::File { what: format!("the folder {} cannot be made", folder.display()), source })
}

/// Makes a file that only its owner can read, where there is none.
pub(super) fn new_private(path: &Path) -> Result<File, StoreError> {
    use std::os::unix::fs::OpenOptionsExt;
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.map_err(|source| StoreError::File { what: format!("{} cannot be made", path.display()), source })
}

/// Makes a rename in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| StoreError::File {
        what: format!("what was made in {} is in place, but may not survive a loss of power", folder.display()),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book of version 1, to be taken on.
    fn older() -> Connection {
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("../../tests/migrations/version_1.sql")).expect("the book of version 1");
        db
    }

    #[test]
    fn an_upgrade_that_finds_no_room_or_is_stopped_is_not_called_damage() {
        let full = older();
        full.execute_batch("VACUUM").expect("no page is free");
        let pages: i64 = full.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("pages");
        full.pragma_update(None, "max_page_count", pages).expect("no more");
        assert!(matches!(migrated(&full, 1), Err(StoreError::Full)));
        let mut stopped = older();
        stopped.progress_handler(1, Some(|| true)).expect("a handler");
        assert!(matches!(migrated(&stopped, 1), Err(StoreError::Left)));
        let lacking = older();
        lacking.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE clients").expect("dropped");
        assert!(matches!(migrated(&lacking, 1), Err(StoreError::Damaged(why)) if why.contains("version 1")));
    }

    /// What our own connection must not be able to do, whatever statement a fault or a hostile text would smuggle in.
    const DENIED: [&str; 18] = [
        "DROP TABLE marks",
        "DROP INDEX standing_board",
        "DROP TRIGGER entries_chain",
        "ALTER TABLE clients ADD COLUMN extra TEXT",
        "ALTER TABLE clients RENAME TO customers",
        "ATTACH DATABASE ':memory:' AS other",
        "VACUUM INTO '/dev/null/x'",
        "CREATE TRIGGER spy AFTER INSERT ON entries BEGIN SELECT 1; END",
        "CREATE TEMP TRIGGER spy AFTER INSERT ON main.entries BEGIN SELECT 1; END",
        "UPDATE entries SET by = 'x'",
        "DELETE FROM entries",
        "UPDATE changes SET client = 1",
        "DELETE FROM changes",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x'",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger'",
        "INSERT INTO changes VALUES (1, 1, NULL, NULL, '{}')",
        "INSERT INTO entries SELECT seq + 2, at, day, by, kind, summary, detail, NULL, NULL, 0, digest, hash, digest FROM entries",
    ];

    #[test]
    fn our_own_connection_can_neither_take_the_guards_away_nor_touch_the_journal() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.db");
        make(&path, |db| {
            let entry = "INSERT INTO entries VALUES
                 (1, 'now', '2026-06-15', 'ana', 'init', 's', '{}', NULL, NULL, 0, zeroblob(32), zeroblob(32), randomblob(32))";
            Ok(db.execute_batch(entry)?)
        })
        .expect("a book");
        let before = std::fs::read(&path).expect("bytes");
        let (db, _leave) = connect(&path).expect("a connection");
        for sql in DENIED {
            assert!(db.execute_batch(sql).is_err(), "went through: {sql}");
        }
        drop(db);
        assert!(std::fs::read(&path).expect("bytes") == before, "nothing reached the file");
    }

    #[test]
    fn every_connection_has_the_settings_that_were_measured() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.db");
        make(&path, |_| Ok(())).expect("a book");
        let (db, _leave) = connect(&path).expect("a connection");
        let number = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).expect(name);
        let names = ["synchronous", "foreign_keys", "recursive_triggers", "cell_size_check", "secure_delete", "trusted_schema"];
        assert_eq!(names.map(number), [3, 1, 1, 1, 1, 0]);
        assert_eq!(["temp_store", "user_version"].map(number), [2, VERSION]);
    }
}
