-- Version 2: calendars of days off, when a model was evaluated, and what the due list, the month and the workload ask for.

CREATE TABLE calendars (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
    rev  INTEGER NOT NULL CHECK (rev >= 1),
    days TEXT NOT NULL CHECK (length(days) <= 4000000)      -- JSON: day → what it is called
) STRICT, WITHOUT ROWID;

ALTER TABLE models ADD COLUMN evaluated_on TEXT CHECK (evaluated_on IS date(evaluated_on));

-- ── derived ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE INDEX standing_confirm ON standing (model, live, confirm_due, name_key, client) WHERE confirm_due IS NOT NULL;
CREATE INDEX clocks_booked ON clocks (booked_on, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0 AND booked_on IS NOT NULL;
CREATE INDEX clocks_snoozed ON clocks (snoozed_until, renewal_sort, arr_sort, name_key, client, kind)
    WHERE mode = 0 AND snoozed_until IS NOT NULL;
CREATE INDEX clocks_put_off ON clocks (client, kind) WHERE mode = 0 AND snooze_count > 0;
CREATE INDEX clocks_first ON clocks (effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0 AND first_review = 1;
CREATE INDEX marks_skips ON marks (day, client) WHERE what = 'skip';
CREATE INDEX marks_decided ON marks (client, kind) WHERE what IN ('plan', 'skip');

-- How many running clocks ask for an owner's time on which day: the booked date, the end of a snooze, else the effective date;
-- 'first' are the ones never reviewed, by the day they show. '' is no owner.
CREATE TABLE loads (
    what    TEXT NOT NULL CHECK (what IN ('open', 'first', 'overdue', 'due', 'upcoming')),
    owner   TEXT NOT NULL,
    day     TEXT NOT NULL,
    kind    TEXT NOT NULL,
    segment TEXT NOT NULL,
    period  TEXT NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (what, owner, day, kind, segment, period)
) STRICT, WITHOUT ROWID;
CREATE INDEX loads_day ON loads (what, day);
