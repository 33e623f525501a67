-- The book, version 1. Facts, the journal, and derived columns that `check` recomputes.
-- Dates are YYYY-MM-DD, instants RFC 3339, amounts ten-thousandths, scores tenths of a point.

CREATE TABLE book (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    value TEXT NOT NULL CHECK (length(value) <= 10000)
) STRICT, WITHOUT ROWID;

-- Row numbers are handed out once and never again: they are the order of entry.
CREATE TABLE ids (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL CHECK (next >= 1)
) STRICT;
INSERT INTO ids VALUES (1, 1);

-- ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE settings (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 1000),
    rev   INTEGER NOT NULL CHECK (rev >= 1),
    value TEXT NOT NULL CHECK (length(value) <= 1000)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
    key      TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    rev      INTEGER NOT NULL CHECK (rev >= 1),
    position INTEGER NOT NULL,
    driving  INTEGER NOT NULL CHECK (driving IN (0, 1)),
    toml     TEXT NOT NULL CHECK (length(toml) BETWEEN 1 AND 1000000)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX models_driving ON models (driving) WHERE driving = 1;

CREATE TABLE clients (
    id           INTEGER PRIMARY KEY,
    rev          INTEGER NOT NULL CHECK (rev >= 1),
    external_id  TEXT UNIQUE CHECK (length(external_id) BETWEEN 1 AND 1000),
    name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 1000),
    owner        TEXT CHECK (length(owner) BETWEEN 1 AND 1000),
    arr          INTEGER CHECK (abs(arr) <= 9000000000000000),
    currency     TEXT CHECK (length(currency) = 3),
    stage        TEXT CHECK (length(stage) BETWEEN 1 AND 1000),
    industry     TEXT CHECK (length(industry) BETWEEN 1 AND 1000),
    goal         TEXT CHECK (length(goal) BETWEEN 1 AND 1000),
    renewal_on   TEXT CHECK (renewal_on IS date(renewal_on)),
    onboarded_on TEXT CHECK (onboarded_on IS date(onboarded_on)),
    tags         TEXT NOT NULL CHECK (length(tags) <= 1000),
    notes        TEXT NOT NULL CHECK (length(notes) <= 100000),
    archived_on  TEXT CHECK (archived_on IS date(archived_on)),
    paused_on    TEXT CHECK (paused_on IS date(paused_on)),
    -- derived: folded texts for search and order
    name_key     TEXT NOT NULL,
    search       TEXT NOT NULL
) STRICT;
CREATE INDEX clients_name ON clients (name_key, id);

CREATE TABLE decisions (
    id            INTEGER PRIMARY KEY,
    client        INTEGER NOT NULL REFERENCES clients (id),
    model         TEXT NOT NULL REFERENCES models (key),
    how           TEXT NOT NULL CHECK (how IN ('start', 'move', 'place', 'confirm')),
    from_segment  TEXT,
    to_segment    TEXT,
    day           TEXT NOT NULL CHECK (day IS date(day)),
    note          TEXT NOT NULL CHECK (length(note) <= 100000),
    reason        TEXT CHECK (length(reason) <= 1000),
    authorised_by TEXT CHECK (length(authorised_by) <= 1000),
    leaving       TEXT NOT NULL CHECK (leaving IN ('hold', 'forgive')),
    by            TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_client ON decisions (client, model, id);

CREATE TABLE placements (
    client        INTEGER NOT NULL REFERENCES clients (id),
    model         TEXT NOT NULL REFERENCES models (key),
    rev           INTEGER NOT NULL CHECK (rev >= 1),
    segment       TEXT,
    since         TEXT NOT NULL CHECK (since IS date(since)),
    confirmed_on  TEXT CHECK (confirmed_on IS date(confirmed_on)),
    recheck_since TEXT CHECK (recheck_since IS date(recheck_since)),
    decision      INTEGER NOT NULL REFERENCES decisions (id),
    PRIMARY KEY (client, model)
) STRICT, WITHOUT ROWID;

-- The deferred key of `changes` makes SQLite look for rows that point to each new decision: not without an index.
CREATE INDEX placements_decision ON placements (decision);

CREATE TABLE scores (
    id     INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES clients (id),
    model  TEXT NOT NULL REFERENCES models (key),
    factor TEXT NOT NULL CHECK (length(factor) BETWEEN 1 AND 100),
    value  INTEGER NOT NULL CHECK (value BETWEEN 1 AND 100),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    by     TEXT NOT NULL
) STRICT;
CREATE INDEX scores_client ON scores (client, model, factor, id);

CREATE TABLE reviews (
    id          INTEGER PRIMARY KEY,
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    client      INTEGER NOT NULL REFERENCES clients (id),
    held_on     TEXT NOT NULL CHECK (held_on IS date(held_on)),
    kind        TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 100),
    outcome     TEXT NOT NULL CHECK (length(outcome) <= 1000),
    note        TEXT NOT NULL CHECK (length(note) <= 100000),
    attendees   TEXT NOT NULL CHECK (length(attendees) <= 1000),
    decisions   TEXT NOT NULL CHECK (length(decisions) <= 100000),
    risks       TEXT NOT NULL CHECK (length(risks) <= 100000),
    sentiment   TEXT CHECK (sentiment IN ('positive', 'neutral', 'negative')),
    recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
    by          TEXT NOT NULL,
    voided      TEXT CHECK (length(voided) <= 100000)
) STRICT;
CREATE INDEX reviews_client ON reviews (client, held_on, id);

CREATE TABLE actions (
    id      INTEGER PRIMARY KEY,
    rev     INTEGER NOT NULL CHECK (rev >= 1),
    client  INTEGER NOT NULL REFERENCES clients (id),
    review  INTEGER NOT NULL REFERENCES reviews (id),
    text    TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
    owner   TEXT CHECK (length(owner) <= 1000),
    due_on  TEXT CHECK (due_on IS date(due_on)),
    done_on TEXT CHECK (done_on IS date(done_on))
) STRICT;
CREATE INDEX actions_client ON actions (client, id);
CREATE INDEX actions_review ON actions (review);

CREATE TABLE marks (
    id     INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES clients (id),
    what   TEXT NOT NULL CHECK (what IN ('pause', 'resume', 'archive', 'restore', 'snooze', 'book', 'skip', 'forgive', 'plan',
                                         'override')),
    kind   TEXT CHECK (length(kind) BETWEEN 1 AND 100),
    date   TEXT CHECK (date IS date(date)),
    every  TEXT CHECK (length(every) <= 100),
    note   TEXT NOT NULL CHECK (length(note) <= 100000),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    by     TEXT NOT NULL
) STRICT;
CREATE INDEX marks_client ON marks (client, id);

-- ── journal ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE entries (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    day     TEXT NOT NULL CHECK (day IS date(day)),
    by      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    summary TEXT NOT NULL,
    detail  TEXT NOT NULL,
    -- No foreign keys here: with the deferred one of `changes`, each would be searched for at every entry.
    reverts INTEGER CHECK (reverts < seq),
    root    INTEGER CHECK (root < seq),
    changes INTEGER NOT NULL CHECK (changes >= 0),
    digest  BLOB NOT NULL CHECK (length(digest) = 32),
    prev    BLOB NOT NULL CHECK (length(prev) = 32),
    hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX entries_root ON entries (root, seq) WHERE root IS NOT NULL;
CREATE INDEX entries_day ON entries (day, seq);
CREATE INDEX entries_by ON entries (by, seq);

CREATE TABLE changes (
    seq    INTEGER NOT NULL REFERENCES entries (seq) DEFERRABLE INITIALLY DEFERRED,
    n      INTEGER NOT NULL CHECK (n >= 1),
    client INTEGER,
    before TEXT,
    after  TEXT,
    PRIMARY KEY (seq, n),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_client ON changes (client, seq) WHERE client IS NOT NULL;

CREATE TRIGGER entries_chain BEFORE INSERT ON entries BEGIN
    SELECT raise(ABORT, 'journal: an entry must be the next in sequence')
     WHERE new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries);
    SELECT raise(ABORT, 'journal: an entry must carry the hash of the one before')
     WHERE new.prev IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), zeroblob(32));
    SELECT raise(ABORT, 'journal: the hash is used')
     WHERE EXISTS (SELECT 1 FROM entries WHERE hash IS new.hash);
END;
CREATE TRIGGER entries_stay_update BEFORE UPDATE ON entries BEGIN
    SELECT raise(ABORT, 'journal: entries are never altered');
END;
CREATE TRIGGER entries_stay_delete BEFORE DELETE ON entries BEGIN
    SELECT raise(ABORT, 'journal: entries are never deleted');
END;
CREATE TRIGGER changes_open BEFORE INSERT ON changes BEGIN
    SELECT raise(ABORT, 'journal: a change belongs to the entry being written')
     WHERE new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
        OR EXISTS (SELECT 1 FROM changes WHERE seq = new.seq AND n = new.n);
END;
CREATE TRIGGER changes_stay_update BEFORE UPDATE ON changes BEGIN
    SELECT raise(ABORT, 'journal: changes are never altered');
END;
CREATE TRIGGER changes_stay_delete BEFORE DELETE ON changes BEGIN
    SELECT raise(ABORT, 'journal: changes are never deleted');
END;

-- ── derived ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Where each client stands in each model: placement, scores and proposal, and (driving model) what is due.
CREATE TABLE standing (
    model          TEXT NOT NULL,
    client         INTEGER NOT NULL,
    live           INTEGER NOT NULL CHECK (live IN (0, 1)),
    segment        TEXT NOT NULL,           -- '' where it has none
    decision       INTEGER NOT NULL,        -- the decision that put it there; 0 where it was never placed
    since          TEXT,
    confirm_due    TEXT,
    x              INTEGER,
    y              INTEGER,
    x_confidence   INTEGER,                 -- per mille
    y_confidence   INTEGER,
    stale_from     TEXT,
    proposed       TEXT,
    near           INTEGER NOT NULL CHECK (near IN (0, 1)),
    drift          INTEGER NOT NULL CHECK (drift IN (0, 1)),
    dwell_until    TEXT,
    last_review_on TEXT,
    next_due_on    TEXT,
    upcoming_from  TEXT,
    due_from       TEXT,
    overdue_from   TEXT,
    silent_from    TEXT,
    due_sort       TEXT NOT NULL,           -- next_due_on, '9999-12-31' where none
    arr_sort       INTEGER NOT NULL,        -- -arr, the largest number where none
    name_key       TEXT NOT NULL,
    owner          TEXT,
    currency       TEXT NOT NULL,
    arr            INTEGER,
    PRIMARY KEY (model, client)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_board ON standing (model, live, segment, due_sort, arr_sort, name_key, client);
CREATE INDEX standing_due ON standing (model, live, due_sort, name_key, client);
CREATE INDEX standing_drift ON standing (model, client) WHERE drift = 1;
CREATE INDEX standing_silent ON standing (model, live, silent_from, name_key, client) WHERE silent_from IS NOT NULL;
CREATE INDEX standing_client ON standing (client);

-- One row per clock (client × touchpoint kind of the driving model): cadence.md.
CREATE TABLE clocks (
    client         INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    mode           INTEGER NOT NULL CHECK (mode IN (0, 1, 2)),   -- 0 runs, 1 as needed, 2 paused
    anchor         TEXT,
    nominal        TEXT,
    effective      TEXT,
    grace_end      TEXT,
    period         TEXT,
    rank           INTEGER NOT NULL,        -- the period in ranking days (C7); 0 where none
    end_of_month   INTEGER NOT NULL,
    first_review   INTEGER NOT NULL,
    accelerated    INTEGER NOT NULL,
    held           INTEGER NOT NULL,
    booked_on      TEXT,
    snoozed_until  TEXT,
    snooze_count   INTEGER NOT NULL,
    snooze_slip    INTEGER NOT NULL,
    valid_from     TEXT NOT NULL,
    valid_until    TEXT,
    span           INTEGER NOT NULL,        -- days from effective to grace end
    upcoming_from  TEXT,
    due_from       TEXT,
    overdue_from   TEXT,
    segment        TEXT NOT NULL,
    renewal_sort   TEXT NOT NULL,
    arr_sort       INTEGER NOT NULL,
    name_key       TEXT NOT NULL,
    PRIMARY KEY (client, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX clocks_rank ON clocks (rank, effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_due ON clocks (effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_valid_from ON clocks (valid_from);
CREATE INDEX clocks_valid_until ON clocks (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX clocks_span ON clocks (span);

-- Clients and revenue per segment and owner of live clients; '' is no segment, no owner.
CREATE TABLE totals (
    model    TEXT NOT NULL,
    segment  TEXT NOT NULL,
    owner    TEXT NOT NULL,
    currency TEXT NOT NULL,
    clients  INTEGER NOT NULL,
    priced   INTEGER NOT NULL,              -- clients with a revenue
    arr      INTEGER NOT NULL,
    PRIMARY KEY (model, segment, owner, currency)
) STRICT, WITHOUT ROWID;

-- How many become overdue, due, upcoming on which day: the counts of any day are sums of a few rows.
CREATE TABLE tallies (
    what    TEXT NOT NULL CHECK (what IN ('client overdue', 'overdue', 'due', 'upcoming')),
    segment TEXT NOT NULL,
    day     TEXT NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (what, segment, day)
) STRICT, WITHOUT ROWID;
