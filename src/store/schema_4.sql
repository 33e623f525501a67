-- Version 4: sessions of re-segmentation, what they say of each client, and what people said before.

CREATE TABLE sessions (
    id          INTEGER PRIMARY KEY,
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 1000),
    model       TEXT NOT NULL REFERENCES models (key),
    state       TEXT NOT NULL CHECK (state IN ('open', 'final', 'void')),
    scope       TEXT NOT NULL CHECK (length(scope) <= 10000),
    as_of       TEXT NOT NULL CHECK (as_of IS date(as_of)),
    facilitator TEXT NOT NULL CHECK (length(facilitator) BETWEEN 1 AND 1000),
    started_on  TEXT NOT NULL CHECK (started_on IS date(started_on)),
    started_by  TEXT NOT NULL,
    closed_on   TEXT CHECK (closed_on IS date(closed_on)),
    setup       TEXT NOT NULL CHECK (length(setup) <= 1000000),       -- JSON: co-facilitators, participants, targets, agenda
    course      TEXT NOT NULL CHECK (length(course) <= 60000000)      -- JSON: revealed, closed, record
) STRICT;
CREATE INDEX sessions_closed ON sessions (model, closed_on, id) WHERE state = 'final';

CREATE TABLE session_items (
    session      INTEGER NOT NULL REFERENCES sessions (id),
    client       INTEGER NOT NULL REFERENCES clients (id),
    rev          INTEGER NOT NULL CHECK (rev >= 1),
    kind         TEXT CHECK (kind IN ('move', 'confirm', 'defer')),   -- none while nothing is staged
    from_segment TEXT,
    to_segment   TEXT,
    discussed    INTEGER NOT NULL CHECK (discussed IN (0, 1)),
    note         TEXT NOT NULL CHECK (length(note) <= 100000),
    by           TEXT NOT NULL,
    at           TEXT NOT NULL,
    staged       TEXT CHECK (length(staged) <= 300000),               -- JSON: the decision, whole
    outcome      TEXT NOT NULL CHECK (length(outcome) <= 300000),     -- JSON: record, judged
    PRIMARY KEY (session, client),
    CHECK ((kind IS NULL) = (staged IS NULL))
) STRICT, WITHOUT ROWID;
-- The deferred key of `changes` makes SQLite look for rows that point to each new client: not without an index.
CREATE INDEX session_items_client ON session_items (client, session);

CREATE TABLE session_opinions (
    session    INTEGER NOT NULL REFERENCES sessions (id),
    client     INTEGER NOT NULL REFERENCES clients (id),
    voter      TEXT NOT NULL CHECK (length(voter) BETWEEN 1 AND 1000),
    rev        INTEGER NOT NULL CHECK (rev >= 1),
    view       TEXT NOT NULL CHECK (view IN ('propose', 'agree', 'question', 'no-view')),
    to_segment TEXT,
    note       TEXT NOT NULL CHECK (length(note) <= 100000),
    day        TEXT NOT NULL CHECK (day IS date(day)),
    by         TEXT NOT NULL,
    PRIMARY KEY (session, client, voter)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_opinions_client ON session_opinions (client);

-- No foreign key: a session's row would be searched for at every decision that is taken back.
ALTER TABLE decisions ADD COLUMN session INTEGER CHECK (session >= 1);
CREATE INDEX decisions_session ON decisions (session, client) WHERE session IS NOT NULL;
