-- Version 5: what is searched is found without reading the book, and every order of the table of clients is at hand.

-- ── derived ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Two or three characters that follow each other in the searched texts of clients: who of a block of 16,384 rows has them.
CREATE TABLE grams (
    block   INTEGER NOT NULL,
    gram    INTEGER NOT NULL,               -- up to three characters, 21 bits each, the first one highest
    clients BLOB NOT NULL CHECK (length(clients) > 0),   -- places in the block, two bytes each, ascending
    PRIMARY KEY (block, gram)
) STRICT, WITHOUT ROWID;

CREATE INDEX clients_owner ON clients (owner, name_key, id);
CREATE INDEX clients_arr ON clients (arr, name_key, id);
CREATE INDEX clients_stage ON clients (stage, name_key, id);
CREATE INDEX clients_industry ON clients (industry, name_key, id);
CREATE INDEX clients_renewal ON clients (renewal_on, name_key, id);
CREATE INDEX clients_external ON clients (external_id, name_key, id);
CREATE INDEX standing_segment ON standing (model, live, segment, name_key, client);
CREATE INDEX standing_scored ON standing (model, live, proposed, name_key, client);
CREATE INDEX standing_x ON standing (model, live, x, name_key, client);
CREATE INDEX standing_y ON standing (model, live, y, name_key, client);
CREATE INDEX standing_reviewed ON standing (model, live, last_review_on, name_key, client);
