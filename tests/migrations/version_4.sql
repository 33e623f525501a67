-- A book as version 4 of the program wrote it: three clients, scores, moves, a session finalised and one that is open, a review,
-- a pause taken back.
PRAGMA application_id = 1363428171;
PRAGMA user_version = 4;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE book (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    value TEXT NOT NULL CHECK (length(value) <= 10000)
) STRICT, WITHOUT ROWID;
INSERT INTO book VALUES('derived','4');
CREATE TABLE ids (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL CHECK (next >= 1)
) STRICT;
INSERT INTO ids VALUES(1,13);
CREATE TABLE settings (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 1000),
    rev   INTEGER NOT NULL CHECK (rev >= 1),
    value TEXT NOT NULL CHECK (length(value) <= 1000)
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('lead',8,'21');
CREATE TABLE models (
    key      TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    rev      INTEGER NOT NULL CHECK (rev >= 1),
    position INTEGER NOT NULL,
    driving  INTEGER NOT NULL CHECK (driving IN (0, 1)),
    toml     TEXT NOT NULL CHECK (length(toml) BETWEEN 1 AND 1000000)
, evaluated_on TEXT CHECK (evaluated_on IS date(evaluated_on))) STRICT, WITHOUT ROWID;
INSERT INTO models VALUES('maturity-appetite',1,1,1,replace('# The default model: where a client stands (maturity) by where it wants to go (appetite).\nkey = "maturity-appetite"\nname = "Maturity × Appetite"\ndescription = "Sorts clients by how mature their environment is and how much they want to work on it with you, so that strategic time goes where it changes something."\nsource = "After the strategy publication on client segments for service providers: quadrants of client maturity and appetite, with review timing, key initiatives and relationship owners."\nmembership = "one"\nx = "maturity"\ny = "appetite"\nscore_valid = "6 months"\nconfirm_every = "3 months"\nevaluate_every = "12 months"\nguard = { margin = 5, dwell = "3 months" }\n\n[[dimensions]]\nkey = "maturity"\nname = "Maturity"\nlow = "Low maturity"\nhigh = "High maturity"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = "standardization"\nquestion = "How standardised is the environment?"\nlevels = [\n    "Every site and machine differs; nobody keeps a list",\n    "A standard is written down, few systems follow it",\n    "About half of the systems follow our standard",\n    "Nearly all follow it; the exceptions are known and planned",\n    "One standard everywhere, kept up without our asking",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "stability"\nquestion = "How stable are day-to-day operations?"\nlevels = [\n    "Outages most weeks; the same faults come back",\n    "A serious incident most months, repairs do not last",\n    "Mostly quiet, with a bad week now and then",\n    "Incidents are rare and their causes get removed",\n    "Quiet all year; changes go in without disruption",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "proactivity"\nquestion = "Is work ad hoc and reactive, or planned and optimising?"\nlevels = [\n    "Only emergencies are dealt with",\n    "Renewals and replacements happen when something breaks",\n    "A yearly plan exists and is followed in part",\n    "A roadmap and a budget are agreed and kept",\n    "Roadmap reviewed every quarter; improvements are measured",\n]\nweight = 1\n\n[[dimensions]]\nkey = "appetite"\nname = "Appetite"\nlow = "Low appetite"\nhigh = "High appetite"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = "engagement"\nquestion = "Do they come to meetings?"\nlevels = [\n    "Meetings are declined or nobody comes",\n    "They come when something is broken",\n    "They come when invited, often someone without a say",\n    "The decision maker comes, prepared",\n    "They ask for meetings and bring the agenda",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "feedback"\nquestion = "Do they share feedback?"\nlevels = [\n    "Silence, then a complaint or a cancellation",\n    "Only when pressed, and in general terms",\n    "Answers surveys and direct questions",\n    "Says openly what works and what does not",\n    "Volunteers feedback and works on remedies with us",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "goals"\nquestion = "Do they volunteer business goals, or speak only of technical support?"\nlevels = [\n    "Speaks of tickets only",\n    "Mentions business plans once they affect a ticket",\n    "Names goals when asked",\n    "Shares goals and expects us to plan for them",\n    "Brings goals first and measures our work by them",\n]\nweight = 1\n\n[[segments]]\nkey = "transform"\nletter = "A"\nname = "Transform"\nstance = "Mature and eager: transform the business together through innovation."\ncells = [[2, 2]]\ninitiatives = [\n    "Transform the business through innovation, with OKRs",\n    "Agree objectives and key results for the next quarter",\n    "Pilot one new capability at a time and measure it",\n]\nowners = ["vCIO", "Strategic advisor"]\ntouch = "high"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Name the vCIO or strategic advisor and introduce them to the sponsor",\n    "Agree objectives and key results for the next two quarters",\n    "Put the first three monthly strategic reviews into both calendars",\n    "Draw up an innovation roadmap with one pilot",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "1 month"\nprepare_hours = 2\nhold_hours = 1\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "modernize"\nletter = "B"\nname = "Modernize"\nstance = "Eager, but held back by the environment: modernise and set new expectations."\ncells = [[1, 2]]\ninitiatives = [\n    "Modernise systems and retire what is out of support",\n    "Reset expectations for the future",\n    "Turn the backlog into a funded roadmap",\n]\nowners = ["vCIO", "TAM"]\ntouch = "high"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Assess the environment against our standard and share the result",\n    "Reset expectations: what good looks like and what it takes",\n    "Agree a modernisation roadmap with budget and order",\n    "Name vCIO and TAM and say who answers for what",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "3 months"\nprepare_hours = 3\nhold_hours = 1.5\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "educate"\nletter = "C"\nname = "Educate"\nstance = "Mature and content: keep things running smoothly and show what else is possible."\ncells = [[2, 1]]\ninitiatives = [\n    "Keep things running smoothly",\n    "Suggest low-risk improvements",\n    "Show what similar clients gained",\n]\nowners = ["TAM", "Account manager"]\ntouch = "low"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Confirm who the contact is and how they like to hear from us",\n    "Choose two low-risk improvements to suggest",\n    "Prepare one example from a similar client",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "4 months"\nprepare_hours = 1.5\nhold_hours = 1\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "sustain"\nletter = "D"\nname = "Sustain"\nstance = "Basic needs and no wish for more: support reliably, without overwhelming them."\ncells = [[1, 1]]\ninitiatives = ["Basic, reactive technical support without overwhelming them"]\nowners = ["Helpdesk", "Service coordinator"]\ntouch = "none"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Tell the client who to call and what to expect",\n    "Hand over to the helpdesk or service coordinator, open items included",\n    "Note what would make us look at this client again",\n]\n','\n',char(10)),NULL);
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
, champion TEXT CHECK (length(champion) BETWEEN 1 AND 1000), champion_lost_on TEXT CHECK (champion_lost_on IS date(champion_lost_on)), measures TEXT NOT NULL DEFAULT '{}' CHECK (length(measures) <= 10000)) STRICT;
INSERT INTO clients VALUES(1,1,NULL,'Ärzte am Park','ana',120000000,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'arzte am park','arzte am park',NULL,NULL,'{}');
INSERT INTO clients VALUES(2,1,NULL,'Blue Harbour Dental','ben',480000000,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'blue harbour dental','blue harbour dental',NULL,NULL,'{}');
INSERT INTO clients VALUES(3,1,NULL,'Copper & Sons','ana',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'copper & sons','copper & sons',NULL,NULL,'{}');
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
, session INTEGER CHECK (session >= 1)) STRICT;
INSERT INTO decisions VALUES(5,2,'maturity-appetite','move',NULL,'modernize','2026-01-14','they asked for monthly strategy talks',NULL,NULL,'hold','ana',NULL);
INSERT INTO decisions VALUES(6,3,'maturity-appetite','move',NULL,'educate','2026-01-14','they asked for monthly strategy talks',NULL,NULL,'hold','ana',NULL);
INSERT INTO decisions VALUES(8,2,'maturity-appetite','move','modernize','transform','2026-02-03','they asked for monthly strategy talks',NULL,NULL,'hold','ana',7);
INSERT INTO decisions VALUES(9,3,'maturity-appetite','confirm','educate','educate','2026-02-03','nothing new there this quarter',NULL,NULL,'hold','ana',7);
CREATE TABLE placements (
    client        INTEGER NOT NULL REFERENCES clients (id),
    model         TEXT NOT NULL REFERENCES models (key),
    rev           INTEGER NOT NULL CHECK (rev >= 1),
    segment       TEXT,
    since         TEXT NOT NULL CHECK (since IS date(since)),
    confirmed_on  TEXT CHECK (confirmed_on IS date(confirmed_on)),
    recheck_since TEXT CHECK (recheck_since IS date(recheck_since)),
    decision      INTEGER NOT NULL REFERENCES decisions (id), recheck_for TEXT CHECK (recheck_for IN ('stage', 'goal', 'both')),
    PRIMARY KEY (client, model)
) STRICT, WITHOUT ROWID;
INSERT INTO placements VALUES(2,'maturity-appetite',14,'transform','2026-02-03','2026-02-03',NULL,8,NULL);
INSERT INTO placements VALUES(3,'maturity-appetite',14,'educate','2026-01-14','2026-02-03',NULL,9,NULL);
CREATE TABLE scores (
    id     INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES clients (id),
    model  TEXT NOT NULL REFERENCES models (key),
    factor TEXT NOT NULL CHECK (length(factor) BETWEEN 1 AND 100),
    value  INTEGER NOT NULL CHECK (value BETWEEN 1 AND 100),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    by     TEXT NOT NULL
) STRICT;
INSERT INTO scores VALUES(4,2,'maturity-appetite','engagement',4,'2026-01-13','ana');
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
INSERT INTO reviews VALUES(10,1,3,'2026-02-20','Review','','','','','',NULL,'2026-02-20','ana',NULL);
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
INSERT INTO entries VALUES(1,'2026-11-22T22:05:59Z','2026-01-12','ana','init','made the book with the model maturity-appetite','{}',NULL,NULL,1,X'515bbafe4a3a01fc909bac1b20f186a5e33d17978815f40823f88fca51a3014a',X'0000000000000000000000000000000000000000000000000000000000000000',X'8f6a455f74da9840d3c4ebe631390814538043fbf1731b59ed42fc03a47694a3');
INSERT INTO entries VALUES(2,'2026-11-22T22:05:59Z','2026-01-12','ana','add','added Ärzte am Park','{}',NULL,NULL,1,X'44aa0d9d1295aa6b0d530781773d51bd8f107712af541ac5b0af87cccbd7f67c',X'8f6a455f74da9840d3c4ebe631390814538043fbf1731b59ed42fc03a47694a3',X'7db85942829d1b352ccea1650e5ffc23677253b1a1dcde371546cc95839e76cb');
INSERT INTO entries VALUES(3,'2026-11-22T22:05:59Z','2026-01-12','ana','add','added Blue Harbour Dental','{}',NULL,NULL,1,X'b76a5d22cd5901d0a92719dae91532e6f0fc100a7816fe5135cb0ee57e2320c0',X'7db85942829d1b352ccea1650e5ffc23677253b1a1dcde371546cc95839e76cb',X'e9803755c4847e4b6df374c5d4cdc78ceac02f149d99489e0356de8a80dbd315');
INSERT INTO entries VALUES(4,'2026-11-22T22:06:00Z','2026-01-12','ana','add','added Copper & Sons','{}',NULL,NULL,1,X'b610a5584f9f56b17db3170bdb7cd316c6b3f96246e50e6f67d7ae700ac0693d',X'e9803755c4847e4b6df374c5d4cdc78ceac02f149d99489e0356de8a80dbd315',X'b72516bf73b29615b3e19ef4d1be1533feee7fb7aeb2f0d871c8246fffd19189');
INSERT INTO entries VALUES(5,'2026-11-22T22:06:00Z','2026-01-13','ana','score','scored Blue Harbour Dental: engagement 4','{}',NULL,NULL,1,X'92443a08eb77c86afa634e7215c16596b67792bc266b3ab900b2586dbb1271cd',X'b72516bf73b29615b3e19ef4d1be1533feee7fb7aeb2f0d871c8246fffd19189',X'8c667d234daad027f6873f751b627996fe9177871941c84b79a4b53c1aadddb1');
INSERT INTO entries VALUES(6,'2026-11-22T22:06:00Z','2026-01-14','ana','move','moved Blue Harbour Dental to Modernize','{}',NULL,NULL,2,X'53b622c427a23418a14d2324480808055288907aac8c2cc7b3d4ae7fcd4f5a49',X'8c667d234daad027f6873f751b627996fe9177871941c84b79a4b53c1aadddb1',X'434e118fc5cf1c1c40dc3e37332bb704fb4e08a4492b81fc60f0668ede9cdc15');
INSERT INTO entries VALUES(7,'2026-11-22T22:06:00Z','2026-01-14','ana','move','moved Copper & Sons to Educate','{}',NULL,NULL,2,X'c71d5e0fe715034155765c7c1f6b63291a33e0fc7c8bc53bf0dd3cb69f60d441',X'434e118fc5cf1c1c40dc3e37332bb704fb4e08a4492b81fc60f0668ede9cdc15',X'ad1ae1c280139cac28ef6bd837aa0ca8c3a7d6add339f574ff1e772f1733fd99');
INSERT INTO entries VALUES(8,'2026-11-22T22:06:00Z','2026-01-20','ana','config','set lead to 21','{}',NULL,NULL,1,X'ab5d214289cf3c30779bc38451ef7a01787b8f46a203371a856b59bdbd2a2ff0',X'ad1ae1c280139cac28ef6bd837aa0ca8c3a7d6add339f574ff1e772f1733fd99',X'5ad4804adc99090678fbc6e47b6a28f6f2cf577ccbc6c3dcec25a43810f719b1');
INSERT INTO entries VALUES(9,'2026-11-22T22:06:00Z','2026-02-02','ana','session start','started the session 2026 Q1, led by Dana','{}',NULL,NULL,1,X'cac13954fffe41228bebcbe4797b774dcdc8257a0795849229b044c0fa399d2e',X'5ad4804adc99090678fbc6e47b6a28f6f2cf577ccbc6c3dcec25a43810f719b1',X'eb22b9b9770eeac72729127f5bbfb611ceada9b8702df9c98807e0fa5bb0ed06');
INSERT INTO entries VALUES(10,'2026-11-22T22:06:00Z','2026-02-02','ana','session stage','staged in 2026 Q1: Blue Harbour Dental from Modernize to Transform','{}',NULL,NULL,1,X'c5a55ffb4c36b36bb721b3de7404b4f3871de2f7f6224f1f25c452342d5ee34d',X'eb22b9b9770eeac72729127f5bbfb611ceada9b8702df9c98807e0fa5bb0ed06',X'8d63786a177343880fc7be910e770a112a846173e8058d249fd4b7f3586d21a1');
INSERT INTO entries VALUES(11,'2026-11-22T22:06:00Z','2026-02-02','ana','session stage','staged in 2026 Q1: Copper & Sons stays in Educate','{}',NULL,NULL,1,X'646808239e08fa12b295b3b27ba3aead6b720006e42c4f9e83f6491fe7a0d6fc',X'8d63786a177343880fc7be910e770a112a846173e8058d249fd4b7f3586d21a1',X'54d023a869fbd3943674cb7d53ab94353829ab005458ec840d62d5a410b982ef');
INSERT INTO entries VALUES(12,'2026-11-22T22:06:00Z','2026-02-02','ana','session discuss','marked as discussed in 2026 Q1: Blue Harbour Dental','{}',NULL,NULL,1,X'6b1b1f532aa43b68da6b6e95409ee3991c686de942a5f339de67cd3eed661fa1',X'54d023a869fbd3943674cb7d53ab94353829ab005458ec840d62d5a410b982ef',X'188447f19ee74c31a793913d4a82c7d214eb617477b671af1c74e442395fffe1');
INSERT INTO entries VALUES(13,'2026-11-22T22:06:00Z','2026-02-02','ana','session note','noted for the minutes of 2026 Q1: Blue Harbour Dental','{}',NULL,NULL,1,X'94406da5b66c9905b929d5456272221af5bac6a4172fa8704f2a9b2e472652bb',X'188447f19ee74c31a793913d4a82c7d214eb617477b671af1c74e442395fffe1',X'a697e9b0b54fd1079c8528c2c93845691d0fefa3e0698dcdde9e49621500aa50');
INSERT INTO entries VALUES(14,'2026-11-22T22:06:00Z','2026-02-03','ana','session finalise','finalised 2026 Q1: 1 move, 1 confirmed, 0 put off','{"name":"2026 Q1","session":7}',NULL,NULL,7,X'7b9935e1e139e363d15475b54c0a5ad090594dbbcf9ca8f0329ce60e8c4a88c8',X'a697e9b0b54fd1079c8528c2c93845691d0fefa3e0698dcdde9e49621500aa50',X'0f3e67859839497a26066735e5225762dec58d618bcde3eb7750f71904b37b95');
INSERT INTO entries VALUES(15,'2026-11-22T22:06:00Z','2026-02-20','ana','review','logged Review of Copper & Sons held 2026-02-20','{}',NULL,NULL,1,X'0eeab5ed17465a640c4c3e689a63cd416561d5a79fdf6f420e18dc1b37f8ddf3',X'0f3e67859839497a26066735e5225762dec58d618bcde3eb7750f71904b37b95',X'df4eb3957be7ffe1cf6f6bdbf3caf74d7bc4160e430315df1141503fd63d833e');
INSERT INTO entries VALUES(16,'2026-11-22T22:06:00Z','2026-03-02','ana','session start','started the session 2026 Q2, led by Dana','{}',NULL,NULL,1,X'9f25a01345f1342f111464cd2ed5881c03dc63749022fbdb991f3727bbc82dd8',X'df4eb3957be7ffe1cf6f6bdbf3caf74d7bc4160e430315df1141503fd63d833e',X'11ceab7602a72a43fec5a4b0f625641473aa1192fa2e3675c8e36d2ba1cced66');
INSERT INTO entries VALUES(17,'2026-11-22T22:06:00Z','2026-03-02','ana','session stage','staged in 2026 Q2: Ärzte am Park put off until 2026-05-01','{}',NULL,NULL,1,X'036e246052b7d4ac6d9bfa1999721479a8c154c17a519b265f1211d00faed33d',X'11ceab7602a72a43fec5a4b0f625641473aa1192fa2e3675c8e36d2ba1cced66',X'318f138e6e4aab7b37af3e565649a0db1256b559c794be6c51317b4507d2238a');
INSERT INTO entries VALUES(18,'2026-11-22T22:06:01Z','2026-03-03','ana','pause','paused Copper & Sons','{}',NULL,NULL,2,X'0662bfa4494f4e7d1f43fad855ba47f6a6f9c25e2a66c5ebc87dddce28b6ebf9',X'318f138e6e4aab7b37af3e565649a0db1256b559c794be6c51317b4507d2238a',X'a8290ab35c25a571073d261de61e471801b72b980742d59bdbc13ab7b4b9b715');
INSERT INTO entries VALUES(19,'2026-11-22T22:06:01Z','2026-03-03','ana','undo','took back: paused Copper & Sons','{}',18,18,2,X'f4c01dfe1672a6523bfa632ad68b3fcb9f9dd5d3d0883f31223630420e7522b6',X'a8290ab35c25a571073d261de61e471801b72b980742d59bdbc13ab7b4b9b715',X'5c7cf4ee3bacfee9a93f4b427061ef591a54db5bb9feb42ff8daa12d5f298318');
CREATE TABLE changes (
    seq    INTEGER NOT NULL REFERENCES entries (seq) DEFERRABLE INITIALLY DEFERRED,
    n      INTEGER NOT NULL CHECK (n >= 1),
    client INTEGER,
    before TEXT,
    after  TEXT,
    PRIMARY KEY (seq, n),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO changes VALUES(1,1,NULL,NULL,'{"fact":"model","key":"maturity-appetite","rev":1,"position":1,"driving":true,"toml":"# The default model: where a client stands (maturity) by where it wants to go (appetite).\nkey = \"maturity-appetite\"\nname = \"Maturity × Appetite\"\ndescription = \"Sorts clients by how mature their environment is and how much they want to work on it with you, so that strategic time goes where it changes something.\"\nsource = \"After the strategy publication on client segments for service providers: quadrants of client maturity and appetite, with review timing, key initiatives and relationship owners.\"\nmembership = \"one\"\nx = \"maturity\"\ny = \"appetite\"\nscore_valid = \"6 months\"\nconfirm_every = \"3 months\"\nevaluate_every = \"12 months\"\nguard = { margin = 5, dwell = \"3 months\" }\n\n[[dimensions]]\nkey = \"maturity\"\nname = \"Maturity\"\nlow = \"Low maturity\"\nhigh = \"High maturity\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"standardization\"\nquestion = \"How standardised is the environment?\"\nlevels = [\n    \"Every site and machine differs; nobody keeps a list\",\n    \"A standard is written down, few systems follow it\",\n    \"About half of the systems follow our standard\",\n    \"Nearly all follow it; the exceptions are known and planned\",\n    \"One standard everywhere, kept up without our asking\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"stability\"\nquestion = \"How stable are day-to-day operations?\"\nlevels = [\n    \"Outages most weeks; the same faults come back\",\n    \"A serious incident most months, repairs do not last\",\n    \"Mostly quiet, with a bad week now and then\",\n    \"Incidents are rare and their causes get removed\",\n    \"Quiet all year; changes go in without disruption\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"proactivity\"\nquestion = \"Is work ad hoc and reactive, or planned and optimising?\"\nlevels = [\n    \"Only emergencies are dealt with\",\n    \"Renewals and replacements happen when something breaks\",\n    \"A yearly plan exists and is followed in part\",\n    \"A roadmap and a budget are agreed and kept\",\n    \"Roadmap reviewed every quarter; improvements are measured\",\n]\nweight = 1\n\n[[dimensions]]\nkey = \"appetite\"\nname = \"Appetite\"\nlow = \"Low appetite\"\nhigh = \"High appetite\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"engagement\"\nquestion = \"Do they come to meetings?\"\nlevels = [\n    \"Meetings are declined or nobody comes\",\n    \"They come when something is broken\",\n    \"They come when invited, often someone without a say\",\n    \"The decision maker comes, prepared\",\n    \"They ask for meetings and bring the agenda\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"feedback\"\nquestion = \"Do they share feedback?\"\nlevels = [\n    \"Silence, then a complaint or a cancellation\",\n    \"Only when pressed, and in general terms\",\n    \"Answers surveys and direct questions\",\n    \"Says openly what works and what does not\",\n    \"Volunteers feedback and works on remedies with us\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"goals\"\nquestion = \"Do they volunteer business goals, or speak only of technical support?\"\nlevels = [\n    \"Speaks of tickets only\",\n    \"Mentions business plans once they affect a ticket\",\n    \"Names goals when asked\",\n    \"Shares goals and expects us to plan for them\",\n    \"Brings goals first and measures our work by them\",\n]\nweight = 1\n\n[[segments]]\nkey = \"transform\"\nletter = \"A\"\nname = \"Transform\"\nstance = \"Mature and eager: transform the business together through innovation.\"\ncells = [[2, 2]]\ninitiatives = [\n    \"Transform the business through innovation, with OKRs\",\n    \"Agree objectives and key results for the next quarter\",\n    \"Pilot one new capability at a time and measure it\",\n]\nowners = [\"vCIO\", \"Strategic advisor\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Name the vCIO or strategic advisor and introduce them to the sponsor\",\n    \"Agree objectives and key results for the next two quarters\",\n    \"Put the first three monthly strategic reviews into both calendars\",\n    \"Draw up an innovation roadmap with one pilot\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"1 month\"\nprepare_hours = 2\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"modernize\"\nletter = \"B\"\nname = \"Modernize\"\nstance = \"Eager, but held back by the environment: modernise and set new expectations.\"\ncells = [[1, 2]]\ninitiatives = [\n    \"Modernise systems and retire what is out of support\",\n    \"Reset expectations for the future\",\n    \"Turn the backlog into a funded roadmap\",\n]\nowners = [\"vCIO\", \"TAM\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Assess the environment against our standard and share the result\",\n    \"Reset expectations: what good looks like and what it takes\",\n    \"Agree a modernisation roadmap with budget and order\",\n    \"Name vCIO and TAM and say who answers for what\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"3 months\"\nprepare_hours = 3\nhold_hours = 1.5\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"educate\"\nletter = \"C\"\nname = \"Educate\"\nstance = \"Mature and content: keep things running smoothly and show what else is possible.\"\ncells = [[2, 1]]\ninitiatives = [\n    \"Keep things running smoothly\",\n    \"Suggest low-risk improvements\",\n    \"Show what similar clients gained\",\n]\nowners = [\"TAM\", \"Account manager\"]\ntouch = \"low\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Confirm who the contact is and how they like to hear from us\",\n    \"Choose two low-risk improvements to suggest\",\n    \"Prepare one example from a similar client\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"4 months\"\nprepare_hours = 1.5\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"sustain\"\nletter = \"D\"\nname = \"Sustain\"\nstance = \"Basic needs and no wish for more: support reliably, without overwhelming them.\"\ncells = [[1, 1]]\ninitiatives = [\"Basic, reactive technical support without overwhelming them\"]\nowners = [\"Helpdesk\", \"Service coordinator\"]\ntouch = \"none\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Tell the client who to call and what to expect\",\n    \"Hand over to the helpdesk or service coordinator, open items included\",\n    \"Note what would make us look at this client again\",\n]\n"}');
INSERT INTO changes VALUES(2,1,1,NULL,'{"fact":"client","id":1,"rev":1,"name":"Ärzte am Park","owner":"ana","arr":120000000}');
INSERT INTO changes VALUES(3,1,2,NULL,'{"fact":"client","id":2,"rev":1,"name":"Blue Harbour Dental","owner":"ben","arr":480000000}');
INSERT INTO changes VALUES(4,1,3,NULL,'{"fact":"client","id":3,"rev":1,"name":"Copper & Sons","owner":"ana"}');
INSERT INTO changes VALUES(5,1,2,NULL,'{"fact":"score","id":4,"client":2,"model":"maturity-appetite","factor":"engagement","value":4,"on":"2026-01-13","by":"ana"}');
INSERT INTO changes VALUES(6,1,2,NULL,'{"fact":"decision","id":5,"client":2,"model":"maturity-appetite","how":"move","to":"modernize","on":"2026-01-14","note":"they asked for monthly strategy talks","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(6,2,2,NULL,'{"fact":"placement","client":2,"model":"maturity-appetite","rev":6,"segment":"modernize","since":"2026-01-14","confirmed_on":"2026-01-14","decision":5}');
INSERT INTO changes VALUES(7,1,3,NULL,'{"fact":"decision","id":6,"client":3,"model":"maturity-appetite","how":"move","to":"educate","on":"2026-01-14","note":"they asked for monthly strategy talks","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(7,2,3,NULL,'{"fact":"placement","client":3,"model":"maturity-appetite","rev":7,"segment":"educate","since":"2026-01-14","confirmed_on":"2026-01-14","decision":6}');
INSERT INTO changes VALUES(8,1,NULL,NULL,'{"fact":"setting","key":"lead","rev":8,"value":"21"}');
INSERT INTO changes VALUES(9,1,NULL,NULL,'{"fact":"session","id":7,"rev":1,"name":"2026 Q1","model":"maturity-appetite","state":"open","as_of":"2026-02-02","facilitator":"Dana","started_on":"2026-02-02","started_by":"ana"}');
INSERT INTO changes VALUES(10,1,2,NULL,'{"fact":"item","session":7,"client":2,"rev":10,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00"}');
INSERT INTO changes VALUES(11,1,3,NULL,'{"fact":"item","session":7,"client":3,"rev":11,"staged":{"kind":"confirm","from":"educate","to":"educate","note":"nothing new there this quarter","leaving":"hold","seen":{"decision":6,"owner":"ana"},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00"}');
INSERT INTO changes VALUES(12,1,2,'{"fact":"item","session":7,"client":2,"rev":10,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00"}','{"fact":"item","session":7,"client":2,"rev":12,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":true,"by":"ana","at":"2026-11-22T22:06:00+00:00"}');
INSERT INTO changes VALUES(13,1,2,'{"fact":"item","session":7,"client":2,"rev":12,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":true,"by":"ana","at":"2026-11-22T22:06:00+00:00"}','{"fact":"item","session":7,"client":2,"rev":13,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":true,"note":"wants a road map","by":"ana","at":"2026-11-22T22:06:00+00:00"}');
INSERT INTO changes VALUES(14,1,2,NULL,'{"fact":"decision","id":8,"client":2,"model":"maturity-appetite","how":"move","from":"modernize","to":"transform","on":"2026-02-03","note":"they asked for monthly strategy talks","leaving":"hold","session":7,"by":"ana"}');
INSERT INTO changes VALUES(14,2,2,'{"fact":"placement","client":2,"model":"maturity-appetite","rev":6,"segment":"modernize","since":"2026-01-14","confirmed_on":"2026-01-14","decision":5}','{"fact":"placement","client":2,"model":"maturity-appetite","rev":14,"segment":"transform","since":"2026-02-03","confirmed_on":"2026-02-03","decision":8}');
INSERT INTO changes VALUES(14,3,3,NULL,'{"fact":"decision","id":9,"client":3,"model":"maturity-appetite","how":"confirm","from":"educate","to":"educate","on":"2026-02-03","note":"nothing new there this quarter","leaving":"hold","session":7,"by":"ana"}');
INSERT INTO changes VALUES(14,4,3,'{"fact":"placement","client":3,"model":"maturity-appetite","rev":7,"segment":"educate","since":"2026-01-14","confirmed_on":"2026-01-14","decision":6}','{"fact":"placement","client":3,"model":"maturity-appetite","rev":14,"segment":"educate","since":"2026-01-14","confirmed_on":"2026-02-03","decision":9}');
INSERT INTO changes VALUES(14,5,2,'{"fact":"item","session":7,"client":2,"rev":13,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":true,"note":"wants a road map","by":"ana","at":"2026-11-22T22:06:00+00:00"}','{"fact":"item","session":7,"client":2,"rev":14,"staged":{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":true,"note":"wants a road map","by":"ana","at":"2026-11-22T22:06:00+00:00","record":{"name":"Blue Harbour Dental","owner":"ben","arr":480000000,"currency":"EUR","next_due_before":"2026-02-13","next_due_after":"2026-02-13","reviews_before":4.0,"reviews_after":12.0,"hours_before":18.0,"hours_after":36.0,"roles_before":["vCIO","TAM"],"roles_after":["vCIO","Strategic advisor"],"playbook":["Name the vCIO or strategic advisor and introduce them to the sponsor","Agree objectives and key results for the next two quarters","Put the first three monthly strategic reviews into both calendars","Draw up an innovation roadmap with one pilot"]}}');
INSERT INTO changes VALUES(14,6,3,'{"fact":"item","session":7,"client":3,"rev":11,"staged":{"kind":"confirm","from":"educate","to":"educate","note":"nothing new there this quarter","leaving":"hold","seen":{"decision":6,"owner":"ana"},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00"}','{"fact":"item","session":7,"client":3,"rev":14,"staged":{"kind":"confirm","from":"educate","to":"educate","note":"nothing new there this quarter","leaving":"hold","seen":{"decision":6,"owner":"ana"},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00","record":{"name":"Copper & Sons","owner":"ana","currency":"EUR","next_due_before":"2026-02-13","next_due_after":"2026-02-13","reviews_before":3.0,"reviews_after":3.0,"hours_before":7.5,"hours_after":7.5,"roles_before":["TAM","Account manager"],"roles_after":["TAM","Account manager"]}}');
INSERT INTO changes VALUES(14,7,NULL,'{"fact":"session","id":7,"rev":1,"name":"2026 Q1","model":"maturity-appetite","state":"open","as_of":"2026-02-02","facilitator":"Dana","started_on":"2026-02-02","started_by":"ana"}','{"fact":"session","id":7,"rev":14,"name":"2026 Q1","model":"maturity-appetite","state":"final","as_of":"2026-02-02","facilitator":"Dana","started_on":"2026-02-02","started_by":"ana","closed":{"on":"2026-02-03","by":"ana"},"record":{"total":3,"done":2,"distribution":[{"segment":"transform","before":{"clients":0},"after":{"clients":1,"arr":{"EUR":480000000}}},{"segment":"modernize","before":{"clients":1,"arr":{"EUR":480000000}},"after":{"clients":0}},{"segment":"educate","before":{"clients":1},"after":{"clients":1}},{"segment":"sustain","before":{"clients":0},"after":{"clients":0}},{"segment":null,"before":{"clients":1,"arr":{"EUR":120000000}},"after":{"clients":1,"arr":{"EUR":120000000}}}],"owners":[{"owner":"ana","reviews_before":3.0,"reviews_after":3.0,"hours_before":0.14,"hours_after":0.14},{"owner":"ben","reviews_before":4.0,"reviews_after":12.0,"hours_before":0.35,"hours_after":0.69}],"open":[{"name":"Ärzte am Park","owner":"ana"}],"kept":{"model":"# The default model: where a client stands (maturity) by where it wants to go (appetite).\nkey = \"maturity-appetite\"\nname = \"Maturity × Appetite\"\ndescription = \"Sorts clients by how mature their environment is and how much they want to work on it with you, so that strategic time goes where it changes something.\"\nsource = \"After the strategy publication on client segments for service providers: quadrants of client maturity and appetite, with review timing, key initiatives and relationship owners.\"\nmembership = \"one\"\nx = \"maturity\"\ny = \"appetite\"\nscore_valid = \"6 months\"\nconfirm_every = \"3 months\"\nevaluate_every = \"12 months\"\nguard = { margin = 5, dwell = \"3 months\" }\n\n[[dimensions]]\nkey = \"maturity\"\nname = \"Maturity\"\nlow = \"Low maturity\"\nhigh = \"High maturity\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"standardization\"\nquestion = \"How standardised is the environment?\"\nlevels = [\n    \"Every site and machine differs; nobody keeps a list\",\n    \"A standard is written down, few systems follow it\",\n    \"About half of the systems follow our standard\",\n    \"Nearly all follow it; the exceptions are known and planned\",\n    \"One standard everywhere, kept up without our asking\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"stability\"\nquestion = \"How stable are day-to-day operations?\"\nlevels = [\n    \"Outages most weeks; the same faults come back\",\n    \"A serious incident most months, repairs do not last\",\n    \"Mostly quiet, with a bad week now and then\",\n    \"Incidents are rare and their causes get removed\",\n    \"Quiet all year; changes go in without disruption\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"proactivity\"\nquestion = \"Is work ad hoc and reactive, or planned and optimising?\"\nlevels = [\n    \"Only emergencies are dealt with\",\n    \"Renewals and replacements happen when something breaks\",\n    \"A yearly plan exists and is followed in part\",\n    \"A roadmap and a budget are agreed and kept\",\n    \"Roadmap reviewed every quarter; improvements are measured\",\n]\nweight = 1\n\n[[dimensions]]\nkey = \"appetite\"\nname = \"Appetite\"\nlow = \"Low appetite\"\nhigh = \"High appetite\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"engagement\"\nquestion = \"Do they come to meetings?\"\nlevels = [\n    \"Meetings are declined or nobody comes\",\n    \"They come when something is broken\",\n    \"They come when invited, often someone without a say\",\n    \"The decision maker comes, prepared\",\n    \"They ask for meetings and bring the agenda\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"feedback\"\nquestion = \"Do they share feedback?\"\nlevels = [\n    \"Silence, then a complaint or a cancellation\",\n    \"Only when pressed, and in general terms\",\n    \"Answers surveys and direct questions\",\n    \"Says openly what works and what does not\",\n    \"Volunteers feedback and works on remedies with us\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"goals\"\nquestion = \"Do they volunteer business goals, or speak only of technical support?\"\nlevels = [\n    \"Speaks of tickets only\",\n    \"Mentions business plans once they affect a ticket\",\n    \"Names goals when asked\",\n    \"Shares goals and expects us to plan for them\",\n    \"Brings goals first and measures our work by them\",\n]\nweight = 1\n\n[[segments]]\nkey = \"transform\"\nletter = \"A\"\nname = \"Transform\"\nstance = \"Mature and eager: transform the business together through innovation.\"\ncells = [[2, 2]]\ninitiatives = [\n    \"Transform the business through innovation, with OKRs\",\n    \"Agree objectives and key results for the next quarter\",\n    \"Pilot one new capability at a time and measure it\",\n]\nowners = [\"vCIO\", \"Strategic advisor\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Name the vCIO or strategic advisor and introduce them to the sponsor\",\n    \"Agree objectives and key results for the next two quarters\",\n    \"Put the first three monthly strategic reviews into both calendars\",\n    \"Draw up an innovation roadmap with one pilot\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"1 month\"\nprepare_hours = 2\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"modernize\"\nletter = \"B\"\nname = \"Modernize\"\nstance = \"Eager, but held back by the environment: modernise and set new expectations.\"\ncells = [[1, 2]]\ninitiatives = [\n    \"Modernise systems and retire what is out of support\",\n    \"Reset expectations for the future\",\n    \"Turn the backlog into a funded roadmap\",\n]\nowners = [\"vCIO\", \"TAM\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Assess the environment against our standard and share the result\",\n    \"Reset expectations: what good looks like and what it takes\",\n    \"Agree a modernisation roadmap with budget and order\",\n    \"Name vCIO and TAM and say who answers for what\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"3 months\"\nprepare_hours = 3\nhold_hours = 1.5\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"educate\"\nletter = \"C\"\nname = \"Educate\"\nstance = \"Mature and content: keep things running smoothly and show what else is possible.\"\ncells = [[2, 1]]\ninitiatives = [\n    \"Keep things running smoothly\",\n    \"Suggest low-risk improvements\",\n    \"Show what similar clients gained\",\n]\nowners = [\"TAM\", \"Account manager\"]\ntouch = \"low\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Confirm who the contact is and how they like to hear from us\",\n    \"Choose two low-risk improvements to suggest\",\n    \"Prepare one example from a similar client\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"4 months\"\nprepare_hours = 1.5\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"sustain\"\nletter = \"D\"\nname = \"Sustain\"\nstance = \"Basic needs and no wish for more: support reliably, without overwhelming them.\"\ncells = [[1, 1]]\ninitiatives = [\"Basic, reactive technical support without overwhelming them\"]\nowners = [\"Helpdesk\", \"Service coordinator\"]\ntouch = \"none\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Tell the client who to call and what to expect\",\n    \"Hand over to the helpdesk or service coordinator, open items included\",\n    \"Note what would make us look at this client again\",\n]\n","matrix":[[null,null,1],["educate","educate",1],["modernize","transform",1]]}}}');
INSERT INTO changes VALUES(15,1,3,NULL,'{"fact":"review","id":10,"rev":1,"client":3,"held_on":"2026-02-20","kind":"Review","recorded_on":"2026-02-20","by":"ana"}');
INSERT INTO changes VALUES(16,1,NULL,NULL,'{"fact":"session","id":11,"rev":1,"name":"2026 Q2","model":"maturity-appetite","state":"open","as_of":"2026-03-02","facilitator":"Dana","started_on":"2026-03-02","started_by":"ana"}');
INSERT INTO changes VALUES(17,1,1,NULL,'{"fact":"item","session":11,"client":1,"rev":17,"staged":{"kind":"defer","note":"their owner is away","leaving":"hold","until":"2026-05-01","seen":{"decision":0,"owner":"ana","arr":120000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-03-02"},"discussed":false,"by":"ana","at":"2026-11-22T22:06:00+00:00"}');
INSERT INTO changes VALUES(18,1,3,'{"fact":"client","id":3,"rev":1,"name":"Copper & Sons","owner":"ana"}','{"fact":"client","id":3,"rev":18,"name":"Copper & Sons","owner":"ana","paused_on":"2026-03-03"}');
INSERT INTO changes VALUES(18,2,3,NULL,'{"fact":"mark","id":12,"client":3,"what":"pause","note":"they are moving offices","on":"2026-03-03","by":"ana"}');
INSERT INTO changes VALUES(19,1,3,'{"fact":"mark","id":12,"client":3,"what":"pause","note":"they are moving offices","on":"2026-03-03","by":"ana"}',NULL);
INSERT INTO changes VALUES(19,2,3,'{"fact":"client","id":3,"rev":18,"name":"Copper & Sons","owner":"ana","paused_on":"2026-03-03"}','{"fact":"client","id":3,"rev":1,"name":"Copper & Sons","owner":"ana"}');
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
    arr            INTEGER, x_stale_from TEXT, y_stale_from TEXT, holds_from TEXT, holds_until TEXT,
    PRIMARY KEY (model, client)
) STRICT, WITHOUT ROWID;
INSERT INTO standing VALUES('maturity-appetite',1,1,'',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'9999-12-31',-120000000,'arzte am park','ana','EUR',120000000,NULL,NULL,NULL,NULL);
INSERT INTO standing VALUES('maturity-appetite',2,1,'transform',8,'2026-02-03','2026-05-03',NULL,750,NULL,333,'2026-07-13',NULL,0,0,'2026-05-03',NULL,'2026-02-13','2026-01-23','2026-02-13','2026-02-21',NULL,'2026-02-13',-480000000,'blue harbour dental','ben','EUR',480000000,NULL,'2026-07-13',NULL,NULL);
INSERT INTO standing VALUES('maturity-appetite',3,1,'educate',9,'2026-01-14','2026-05-03',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'2026-05-03','2026-02-20','2026-06-22','2026-06-01','2026-06-22','2026-06-30',NULL,'2026-06-22',9223372036854775807,'copper & sons','ana','EUR',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO clocks VALUES(1,'Review',1,NULL,NULL,NULL,NULL,NULL,0,0,1,0,0,NULL,NULL,0,0,'0001-01-01',NULL,0,NULL,NULL,NULL,'','9999-12-31',-120000000,'arzte am park');
INSERT INTO clocks VALUES(2,'Review',0,'2026-01-14','2026-02-13','2026-02-13','2026-02-20','1 month',30,0,1,0,0,NULL,NULL,0,0,'2026-02-03',NULL,7,'2026-01-23','2026-02-13','2026-02-21','transform','9999-12-31',-480000000,'blue harbour dental');
INSERT INTO clocks VALUES(3,'Review',0,'2026-02-20','2026-06-20','2026-06-22','2026-06-29','4 months',120,0,0,0,0,NULL,NULL,0,0,'2026-02-20',NULL,7,'2026-06-01','2026-06-22','2026-06-30','educate','9999-12-31',9223372036854775807,'copper & sons');
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
INSERT INTO totals VALUES('maturity-appetite','','ana','EUR',1,1,120000000);
INSERT INTO totals VALUES('maturity-appetite','educate','ana','EUR',1,0,0);
INSERT INTO totals VALUES('maturity-appetite','transform','ben','EUR',1,1,480000000);
CREATE TABLE tallies (
    what    TEXT NOT NULL CHECK (what IN ('client overdue', 'overdue', 'due', 'upcoming')),
    segment TEXT NOT NULL,
    day     TEXT NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (what, segment, day)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies VALUES('client overdue','educate','2026-06-30',1);
INSERT INTO tallies VALUES('client overdue','transform','2026-02-21',1);
INSERT INTO tallies VALUES('due','educate','2026-06-22',1);
INSERT INTO tallies VALUES('due','transform','2026-02-13',1);
INSERT INTO tallies VALUES('overdue','educate','2026-06-30',1);
INSERT INTO tallies VALUES('overdue','transform','2026-02-21',1);
INSERT INTO tallies VALUES('upcoming','educate','2026-06-01',1);
INSERT INTO tallies VALUES('upcoming','transform','2026-01-23',1);
CREATE TABLE calendars (
    name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
    rev  INTEGER NOT NULL CHECK (rev >= 1),
    days TEXT NOT NULL CHECK (length(days) <= 4000000)      -- JSON: day → what it is called
) STRICT, WITHOUT ROWID;
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
INSERT INTO loads VALUES('due','ana','2026-06-22','Review','educate','4 months',1);
INSERT INTO loads VALUES('due','ben','2026-02-13','Review','transform','1 month',1);
INSERT INTO loads VALUES('first','ben','2026-01-23','Review','transform','1 month',1);
INSERT INTO loads VALUES('open','ana','2026-06-22','Review','educate','4 months',1);
INSERT INTO loads VALUES('open','ben','2026-02-13','Review','transform','1 month',1);
INSERT INTO loads VALUES('overdue','ana','2026-06-30','Review','educate','4 months',1);
INSERT INTO loads VALUES('overdue','ben','2026-02-21','Review','transform','1 month',1);
INSERT INTO loads VALUES('upcoming','ana','2026-06-01','Review','educate','4 months',1);
INSERT INTO loads VALUES('upcoming','ben','2026-01-23','Review','transform','1 month',1);
CREATE TABLE off_axis (
    client     INTEGER NOT NULL,
    model      TEXT NOT NULL,
    dimension  TEXT NOT NULL,
    tenths     INTEGER NOT NULL,
    confidence INTEGER NOT NULL,            -- per mille
    stale_from TEXT,
    PRIMARY KEY (client, model, dimension)
) STRICT, WITHOUT ROWID;
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
INSERT INTO sessions VALUES(7,14,'2026 Q1','maturity-appetite','final','','2026-02-02','Dana','2026-02-02','ana','2026-02-03','{}','{"closed":{"on":"2026-02-03","by":"ana"},"record":{"total":3,"done":2,"distribution":[{"segment":"transform","before":{"clients":0},"after":{"clients":1,"arr":{"EUR":480000000}}},{"segment":"modernize","before":{"clients":1,"arr":{"EUR":480000000}},"after":{"clients":0}},{"segment":"educate","before":{"clients":1},"after":{"clients":1}},{"segment":"sustain","before":{"clients":0},"after":{"clients":0}},{"segment":null,"before":{"clients":1,"arr":{"EUR":120000000}},"after":{"clients":1,"arr":{"EUR":120000000}}}],"owners":[{"owner":"ana","reviews_before":3.0,"reviews_after":3.0,"hours_before":0.14,"hours_after":0.14},{"owner":"ben","reviews_before":4.0,"reviews_after":12.0,"hours_before":0.35,"hours_after":0.69}],"open":[{"name":"Ärzte am Park","owner":"ana"}],"kept":{"model":"# The default model: where a client stands (maturity) by where it wants to go (appetite).\nkey = \"maturity-appetite\"\nname = \"Maturity × Appetite\"\ndescription = \"Sorts clients by how mature their environment is and how much they want to work on it with you, so that strategic time goes where it changes something.\"\nsource = \"After the strategy publication on client segments for service providers: quadrants of client maturity and appetite, with review timing, key initiatives and relationship owners.\"\nmembership = \"one\"\nx = \"maturity\"\ny = \"appetite\"\nscore_valid = \"6 months\"\nconfirm_every = \"3 months\"\nevaluate_every = \"12 months\"\nguard = { margin = 5, dwell = \"3 months\" }\n\n[[dimensions]]\nkey = \"maturity\"\nname = \"Maturity\"\nlow = \"Low maturity\"\nhigh = \"High maturity\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"standardization\"\nquestion = \"How standardised is the environment?\"\nlevels = [\n    \"Every site and machine differs; nobody keeps a list\",\n    \"A standard is written down, few systems follow it\",\n    \"About half of the systems follow our standard\",\n    \"Nearly all follow it; the exceptions are known and planned\",\n    \"One standard everywhere, kept up without our asking\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"stability\"\nquestion = \"How stable are day-to-day operations?\"\nlevels = [\n    \"Outages most weeks; the same faults come back\",\n    \"A serious incident most months, repairs do not last\",\n    \"Mostly quiet, with a bad week now and then\",\n    \"Incidents are rare and their causes get removed\",\n    \"Quiet all year; changes go in without disruption\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"proactivity\"\nquestion = \"Is work ad hoc and reactive, or planned and optimising?\"\nlevels = [\n    \"Only emergencies are dealt with\",\n    \"Renewals and replacements happen when something breaks\",\n    \"A yearly plan exists and is followed in part\",\n    \"A roadmap and a budget are agreed and kept\",\n    \"Roadmap reviewed every quarter; improvements are measured\",\n]\nweight = 1\n\n[[dimensions]]\nkey = \"appetite\"\nname = \"Appetite\"\nlow = \"Low appetite\"\nhigh = \"High appetite\"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = \"engagement\"\nquestion = \"Do they come to meetings?\"\nlevels = [\n    \"Meetings are declined or nobody comes\",\n    \"They come when something is broken\",\n    \"They come when invited, often someone without a say\",\n    \"The decision maker comes, prepared\",\n    \"They ask for meetings and bring the agenda\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"feedback\"\nquestion = \"Do they share feedback?\"\nlevels = [\n    \"Silence, then a complaint or a cancellation\",\n    \"Only when pressed, and in general terms\",\n    \"Answers surveys and direct questions\",\n    \"Says openly what works and what does not\",\n    \"Volunteers feedback and works on remedies with us\",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = \"goals\"\nquestion = \"Do they volunteer business goals, or speak only of technical support?\"\nlevels = [\n    \"Speaks of tickets only\",\n    \"Mentions business plans once they affect a ticket\",\n    \"Names goals when asked\",\n    \"Shares goals and expects us to plan for them\",\n    \"Brings goals first and measures our work by them\",\n]\nweight = 1\n\n[[segments]]\nkey = \"transform\"\nletter = \"A\"\nname = \"Transform\"\nstance = \"Mature and eager: transform the business together through innovation.\"\ncells = [[2, 2]]\ninitiatives = [\n    \"Transform the business through innovation, with OKRs\",\n    \"Agree objectives and key results for the next quarter\",\n    \"Pilot one new capability at a time and measure it\",\n]\nowners = [\"vCIO\", \"Strategic advisor\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Name the vCIO or strategic advisor and introduce them to the sponsor\",\n    \"Agree objectives and key results for the next two quarters\",\n    \"Put the first three monthly strategic reviews into both calendars\",\n    \"Draw up an innovation roadmap with one pilot\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"1 month\"\nprepare_hours = 2\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"modernize\"\nletter = \"B\"\nname = \"Modernize\"\nstance = \"Eager, but held back by the environment: modernise and set new expectations.\"\ncells = [[1, 2]]\ninitiatives = [\n    \"Modernise systems and retire what is out of support\",\n    \"Reset expectations for the future\",\n    \"Turn the backlog into a funded roadmap\",\n]\nowners = [\"vCIO\", \"TAM\"]\ntouch = \"high\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Assess the environment against our standard and share the result\",\n    \"Reset expectations: what good looks like and what it takes\",\n    \"Agree a modernisation roadmap with budget and order\",\n    \"Name vCIO and TAM and say who answers for what\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"3 months\"\nprepare_hours = 3\nhold_hours = 1.5\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"educate\"\nletter = \"C\"\nname = \"Educate\"\nstance = \"Mature and content: keep things running smoothly and show what else is possible.\"\ncells = [[2, 1]]\ninitiatives = [\n    \"Keep things running smoothly\",\n    \"Suggest low-risk improvements\",\n    \"Show what similar clients gained\",\n]\nowners = [\"TAM\", \"Account manager\"]\ntouch = \"low\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Confirm who the contact is and how they like to hear from us\",\n    \"Choose two low-risk improvements to suggest\",\n    \"Prepare one example from a similar client\",\n]\n[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"4 months\"\nprepare_hours = 1.5\nhold_hours = 1\nsatisfied_by = [\"QBR\", \"EBR\"]\n\n[[segments]]\nkey = \"sustain\"\nletter = \"D\"\nname = \"Sustain\"\nstance = \"Basic needs and no wish for more: support reliably, without overwhelming them.\"\ncells = [[1, 1]]\ninitiatives = [\"Basic, reactive technical support without overwhelming them\"]\nowners = [\"Helpdesk\", \"Service coordinator\"]\ntouch = \"none\"\ngrace = 5\nfloor = \"12 months\"\nplaybook = [\n    \"Tell the client who to call and what to expect\",\n    \"Hand over to the helpdesk or service coordinator, open items included\",\n    \"Note what would make us look at this client again\",\n]\n","matrix":[[null,null,1],["educate","educate",1],["modernize","transform",1]]}}}');
INSERT INTO sessions VALUES(11,1,'2026 Q2','maturity-appetite','open','','2026-03-02','Dana','2026-03-02','ana',NULL,'{}','{}');
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
INSERT INTO session_items VALUES(7,2,14,'move','modernize','transform',1,'wants a road map','ana','2026-11-22T22:06:00+00:00','{"kind":"move","from":"modernize","to":"transform","note":"they asked for monthly strategy talks","leaving":"hold","seen":{"decision":5,"owner":"ben","arr":480000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"}','{"record":{"name":"Blue Harbour Dental","owner":"ben","arr":480000000,"currency":"EUR","next_due_before":"2026-02-13","next_due_after":"2026-02-13","reviews_before":4.0,"reviews_after":12.0,"hours_before":18.0,"hours_after":36.0,"roles_before":["vCIO","TAM"],"roles_after":["vCIO","Strategic advisor"],"playbook":["Name the vCIO or strategic advisor and introduce them to the sponsor","Agree objectives and key results for the next two quarters","Put the first three monthly strategic reviews into both calendars","Draw up an innovation roadmap with one pilot"]}}');
INSERT INTO session_items VALUES(7,3,14,'confirm','educate','educate',0,'','ana','2026-11-22T22:06:00+00:00','{"kind":"confirm","from":"educate","to":"educate","note":"nothing new there this quarter","leaving":"hold","seen":{"decision":6,"owner":"ana"},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-02-02"}','{"record":{"name":"Copper & Sons","owner":"ana","currency":"EUR","next_due_before":"2026-02-13","next_due_after":"2026-02-13","reviews_before":3.0,"reviews_after":3.0,"hours_before":7.5,"hours_after":7.5,"roles_before":["TAM","Account manager"],"roles_after":["TAM","Account manager"]}}');
INSERT INTO session_items VALUES(11,1,17,'defer',NULL,NULL,0,'','ana','2026-11-22T22:06:00+00:00','{"kind":"defer","note":"their owner is away","leaving":"hold","until":"2026-05-01","seen":{"decision":0,"owner":"ana","arr":120000000},"by":"ana","at":"2026-11-22T22:06:00+00:00","on":"2026-03-02"}','{}');
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
CREATE UNIQUE INDEX models_driving ON models (driving) WHERE driving = 1;
CREATE INDEX clients_name ON clients (name_key, id);
CREATE INDEX decisions_client ON decisions (client, model, id);
CREATE INDEX placements_decision ON placements (decision);
CREATE INDEX scores_client ON scores (client, model, factor, id);
CREATE INDEX reviews_client ON reviews (client, held_on, id);
CREATE INDEX actions_client ON actions (client, id);
CREATE INDEX actions_review ON actions (review);
CREATE INDEX marks_client ON marks (client, id);
CREATE INDEX entries_root ON entries (root, seq) WHERE root IS NOT NULL;
CREATE INDEX entries_day ON entries (day, seq);
CREATE INDEX entries_by ON entries (by, seq);
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
CREATE INDEX standing_board ON standing (model, live, segment, due_sort, arr_sort, name_key, client);
CREATE INDEX standing_due ON standing (model, live, due_sort, name_key, client);
CREATE INDEX standing_silent ON standing (model, live, silent_from, name_key, client) WHERE silent_from IS NOT NULL;
CREATE INDEX standing_client ON standing (client);
CREATE INDEX clocks_rank ON clocks (rank, effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_due ON clocks (effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_valid_from ON clocks (valid_from);
CREATE INDEX clocks_valid_until ON clocks (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX clocks_span ON clocks (span);
CREATE INDEX standing_confirm ON standing (model, live, confirm_due, name_key, client) WHERE confirm_due IS NOT NULL;
CREATE INDEX clocks_booked ON clocks (booked_on, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0 AND booked_on IS NOT NULL;
CREATE INDEX clocks_snoozed ON clocks (snoozed_until, renewal_sort, arr_sort, name_key, client, kind)
    WHERE mode = 0 AND snoozed_until IS NOT NULL;
CREATE INDEX clocks_put_off ON clocks (client, kind) WHERE mode = 0 AND snooze_count > 0;
CREATE INDEX clocks_first ON clocks (effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0 AND first_review = 1;
CREATE INDEX marks_skips ON marks (day, client) WHERE what = 'skip';
CREATE INDEX marks_decided ON marks (client, kind) WHERE what IN ('plan', 'skip');
CREATE INDEX loads_day ON loads (what, day);
CREATE INDEX standing_proposed ON standing (model, live, proposed, due_sort, arr_sort, name_key, client);
CREATE INDEX standing_urgent ON standing (model, live, due_sort, arr_sort, name_key, client, x, y);
CREATE INDEX standing_drift ON standing (model, live, arr_sort, name_key, client, dwell_until) WHERE drift = 1;
CREATE INDEX standing_near ON standing (model, live, arr_sort, name_key, client) WHERE near = 1 AND segment <> '' AND proposed <> segment;
CREATE INDEX standing_tray ON standing (model, live, arr_sort, name_key, client) WHERE segment = '' AND proposed IS NOT NULL;
CREATE INDEX standing_holds_from ON standing (holds_from) WHERE holds_from IS NOT NULL;
CREATE INDEX standing_holds_until ON standing (holds_until) WHERE holds_until IS NOT NULL;
CREATE INDEX sessions_closed ON sessions (model, closed_on, id) WHERE state = 'final';
CREATE INDEX session_items_client ON session_items (client, session);
CREATE INDEX session_opinions_client ON session_opinions (client);
CREATE INDEX decisions_session ON decisions (session, client) WHERE session IS NOT NULL;
COMMIT;
