-- Version 3: champions and measures of clients; the scores of every dimension; what lenses and comparisons ask for.

ALTER TABLE clients ADD COLUMN champion TEXT CHECK (length(champion) BETWEEN 1 AND 1000);
ALTER TABLE clients ADD COLUMN champion_lost_on TEXT CHECK (champion_lost_on IS date(champion_lost_on));
ALTER TABLE clients ADD COLUMN measures TEXT NOT NULL DEFAULT '{}' CHECK (length(measures) <= 10000);   -- JSON: name → number

ALTER TABLE placements ADD COLUMN recheck_for TEXT CHECK (recheck_for IN ('stage', 'goal', 'both'));

-- ── derived ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- In a model of many memberships `segment` holds the keys of all segments the client is in, in the model's order, with commas.
ALTER TABLE standing ADD COLUMN x_stale_from TEXT;
ALTER TABLE standing ADD COLUMN y_stale_from TEXT;
-- The days for which the scores hold, where a factor counts days: the first one, and the first one no more.
ALTER TABLE standing ADD COLUMN holds_from TEXT;
ALTER TABLE standing ADD COLUMN holds_until TEXT;
-- The board of a lens: those a segment is proposed for, and those without a proposal.
CREATE INDEX standing_proposed ON standing (model, live, proposed, due_sort, arr_sort, name_key, client);
-- Any two dimensions and the scatter view: every client at its scores, in the order of the board.
CREATE INDEX standing_urgent ON standing (model, live, due_sort, arr_sort, name_key, client, x, y);
-- Whose scores propose elsewhere, whose such proposal is near a cut, and who has a proposal and no segment: each the most revenue first.
DROP INDEX standing_drift;
CREATE INDEX standing_drift ON standing (model, live, arr_sort, name_key, client, dwell_until) WHERE drift = 1;
CREATE INDEX standing_near ON standing (model, live, arr_sort, name_key, client) WHERE near = 1 AND segment <> '' AND proposed <> segment;
CREATE INDEX standing_tray ON standing (model, live, arr_sort, name_key, client) WHERE segment = '' AND proposed IS NOT NULL;
CREATE INDEX standing_holds_from ON standing (holds_from) WHERE holds_from IS NOT NULL;
CREATE INDEX standing_holds_until ON standing (holds_until) WHERE holds_until IS NOT NULL;

-- Scores of the dimensions that are on neither axis of their model; those of the axes are in `standing`.
CREATE TABLE off_axis (
    client     INTEGER NOT NULL,
    model      TEXT NOT NULL,
    dimension  TEXT NOT NULL,
    tenths     INTEGER NOT NULL,
    confidence INTEGER NOT NULL,            -- per mille
    stale_from TEXT,
    PRIMARY KEY (client, model, dimension)
) STRICT, WITHOUT ROWID;
