-- A book as version 1 of the program wrote it: five clients, a move, a review, scores, a setting, an archived client, an undo.
PRAGMA application_id = 1363428171;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE book (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    value TEXT NOT NULL CHECK (length(value) <= 10000)
) STRICT, WITHOUT ROWID;
CREATE TABLE ids (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    next INTEGER NOT NULL CHECK (next >= 1)
) STRICT;
INSERT INTO ids VALUES(1,25);
CREATE TABLE settings (
    key   TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 1000),
    rev   INTEGER NOT NULL CHECK (rev >= 1),
    value TEXT NOT NULL CHECK (length(value) <= 1000)
) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('lead',1,'21');
CREATE TABLE models (
    key      TEXT PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
    rev      INTEGER NOT NULL CHECK (rev >= 1),
    position INTEGER NOT NULL,
    driving  INTEGER NOT NULL CHECK (driving IN (0, 1)),
    toml     TEXT NOT NULL CHECK (length(toml) BETWEEN 1 AND 1000000)
) STRICT, WITHOUT ROWID;
INSERT INTO models VALUES('maturity-appetite',1,1,1,replace('# The default model: where a client stands (maturity) by where it wants to go (appetite).\nkey = "maturity-appetite"\nname = "Maturity × Appetite"\ndescription = "Sorts clients by how mature their environment is and how much they want to work on it with you, so that strategic time goes where it changes something."\nsource = "After the strategy publication on client segments for service providers: quadrants of client maturity and appetite, with review timing, key initiatives and relationship owners."\nmembership = "one"\nx = "maturity"\ny = "appetite"\nscore_valid = "6 months"\nconfirm_every = "3 months"\nevaluate_every = "12 months"\nguard = { margin = 5, dwell = "3 months" }\n\n[[dimensions]]\nkey = "maturity"\nname = "Maturity"\nlow = "Low maturity"\nhigh = "High maturity"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = "standardization"\nquestion = "How standardised is the environment?"\nlevels = [\n    "Every site and machine differs; nobody keeps a list",\n    "A standard is written down, few systems follow it",\n    "About half of the systems follow our standard",\n    "Nearly all follow it; the exceptions are known and planned",\n    "One standard everywhere, kept up without our asking",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "stability"\nquestion = "How stable are day-to-day operations?"\nlevels = [\n    "Outages most weeks; the same faults come back",\n    "A serious incident most months, repairs do not last",\n    "Mostly quiet, with a bad week now and then",\n    "Incidents are rare and their causes get removed",\n    "Quiet all year; changes go in without disruption",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "proactivity"\nquestion = "Is work ad hoc and reactive, or planned and optimising?"\nlevels = [\n    "Only emergencies are dealt with",\n    "Renewals and replacements happen when something breaks",\n    "A yearly plan exists and is followed in part",\n    "A roadmap and a budget are agreed and kept",\n    "Roadmap reviewed every quarter; improvements are measured",\n]\nweight = 1\n\n[[dimensions]]\nkey = "appetite"\nname = "Appetite"\nlow = "Low appetite"\nhigh = "High appetite"\ncuts = [50]\n\n[[dimensions.factors]]\nkey = "engagement"\nquestion = "Do they come to meetings?"\nlevels = [\n    "Meetings are declined or nobody comes",\n    "They come when something is broken",\n    "They come when invited, often someone without a say",\n    "The decision maker comes, prepared",\n    "They ask for meetings and bring the agenda",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "feedback"\nquestion = "Do they share feedback?"\nlevels = [\n    "Silence, then a complaint or a cancellation",\n    "Only when pressed, and in general terms",\n    "Answers surveys and direct questions",\n    "Says openly what works and what does not",\n    "Volunteers feedback and works on remedies with us",\n]\nweight = 1\n\n[[dimensions.factors]]\nkey = "goals"\nquestion = "Do they volunteer business goals, or speak only of technical support?"\nlevels = [\n    "Speaks of tickets only",\n    "Mentions business plans once they affect a ticket",\n    "Names goals when asked",\n    "Shares goals and expects us to plan for them",\n    "Brings goals first and measures our work by them",\n]\nweight = 1\n\n[[segments]]\nkey = "transform"\nletter = "A"\nname = "Transform"\nstance = "Mature and eager: transform the business together through innovation."\ncells = [[2, 2]]\ninitiatives = [\n    "Transform the business through innovation, with OKRs",\n    "Agree objectives and key results for the next quarter",\n    "Pilot one new capability at a time and measure it",\n]\nowners = ["vCIO", "Strategic advisor"]\ntouch = "high"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Name the vCIO or strategic advisor and introduce them to the sponsor",\n    "Agree objectives and key results for the next two quarters",\n    "Put the first three monthly strategic reviews into both calendars",\n    "Draw up an innovation roadmap with one pilot",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "1 month"\nprepare_hours = 2\nhold_hours = 1\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "modernize"\nletter = "B"\nname = "Modernize"\nstance = "Eager, but held back by the environment: modernise and set new expectations."\ncells = [[1, 2]]\ninitiatives = [\n    "Modernise systems and retire what is out of support",\n    "Reset expectations for the future",\n    "Turn the backlog into a funded roadmap",\n]\nowners = ["vCIO", "TAM"]\ntouch = "high"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Assess the environment against our standard and share the result",\n    "Reset expectations: what good looks like and what it takes",\n    "Agree a modernisation roadmap with budget and order",\n    "Name vCIO and TAM and say who answers for what",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "3 months"\nprepare_hours = 3\nhold_hours = 1.5\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "educate"\nletter = "C"\nname = "Educate"\nstance = "Mature and content: keep things running smoothly and show what else is possible."\ncells = [[2, 1]]\ninitiatives = [\n    "Keep things running smoothly",\n    "Suggest low-risk improvements",\n    "Show what similar clients gained",\n]\nowners = ["TAM", "Account manager"]\ntouch = "low"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Confirm who the contact is and how they like to hear from us",\n    "Choose two low-risk improvements to suggest",\n    "Prepare one example from a similar client",\n]\n[[segments.touchpoints]]\nkind = "Review"\nevery = "4 months"\nprepare_hours = 1.5\nhold_hours = 1\nsatisfied_by = ["QBR", "EBR"]\n\n[[segments]]\nkey = "sustain"\nletter = "D"\nname = "Sustain"\nstance = "Basic needs and no wish for more: support reliably, without overwhelming them."\ncells = [[1, 1]]\ninitiatives = ["Basic, reactive technical support without overwhelming them"]\nowners = ["Helpdesk", "Service coordinator"]\ntouch = "none"\ngrace = 5\nfloor = "12 months"\nplaybook = [\n    "Tell the client who to call and what to expect",\n    "Hand over to the helpdesk or service coordinator, open items included",\n    "Note what would make us look at this client again",\n]\n','\n',char(10)));
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
INSERT INTO clients VALUES(1,1,'A-1','Ärzte am Park','Ana',1200000000,'EUR','onboarding',NULL,NULL,'2026-12-31',NULL,'vip;pilot','',NULL,NULL,'arzte am park',replace('arzte am park\nvip\npilot','\n',char(10)));
INSERT INTO clients VALUES(6,1,'A-2','Blue Harbour Dental','Ana',540000000,'EUR','steady',NULL,NULL,'2027-03-31',NULL,'','',NULL,NULL,'blue harbour dental','blue harbour dental');
INSERT INTO clients VALUES(11,1,'A-3','Copper & Sons','Bo',NULL,'USD',NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'copper & sons','copper & sons');
INSERT INTO clients VALUES(14,2,'A-4','Folk och fä','Bo',99005000,'EUR',NULL,NULL,NULL,NULL,NULL,'','','2026-03-22',NULL,'folk och fa','folk och fa');
INSERT INTO clients VALUES(17,1,'A-5','Unplaced Ltd',NULL,1000000,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'unplaced ltd','unplaced ltd');
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
INSERT INTO decisions VALUES(2,1,'maturity-appetite','start',NULL,'transform','2026-01-05','',NULL,NULL,'hold','ana');
INSERT INTO decisions VALUES(7,6,'maturity-appetite','start',NULL,'educate','2025-06-01','',NULL,NULL,'hold','ana');
INSERT INTO decisions VALUES(12,11,'maturity-appetite','start',NULL,'modernize','2025-09-15','',NULL,NULL,'hold','ana');
INSERT INTO decisions VALUES(15,14,'maturity-appetite','start',NULL,'sustain','2025-01-10','',NULL,NULL,'hold','ana');
INSERT INTO decisions VALUES(18,6,'maturity-appetite','move','educate','transform','2026-03-10','they asked for monthly talks',NULL,NULL,'hold','ana');
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
INSERT INTO placements VALUES(1,'maturity-appetite',1,'transform','2026-01-05',NULL,NULL,2);
INSERT INTO placements VALUES(6,'maturity-appetite',2,'transform','2026-03-10','2026-03-10',NULL,18);
INSERT INTO placements VALUES(11,'maturity-appetite',1,'modernize','2025-09-15',NULL,NULL,12);
INSERT INTO placements VALUES(14,'maturity-appetite',1,'sustain','2025-01-10',NULL,NULL,15);
CREATE TABLE scores (
    id     INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES clients (id),
    model  TEXT NOT NULL REFERENCES models (key),
    factor TEXT NOT NULL CHECK (length(factor) BETWEEN 1 AND 100),
    value  INTEGER NOT NULL CHECK (value BETWEEN 1 AND 100),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    by     TEXT NOT NULL
) STRICT;
INSERT INTO scores VALUES(4,1,'maturity-appetite','standardization',4,'2026-03-02','ana');
INSERT INTO scores VALUES(5,1,'maturity-appetite','engagement',5,'2026-03-02','ana');
INSERT INTO scores VALUES(9,6,'maturity-appetite','standardization',4,'2026-03-02','ana');
INSERT INTO scores VALUES(10,6,'maturity-appetite','engagement',2,'2026-03-02','ana');
INSERT INTO scores VALUES(13,11,'maturity-appetite','standardization',2,'2026-03-02','ana');
INSERT INTO scores VALUES(21,17,'maturity-appetite','engagement',4,'2026-03-20','ana');
INSERT INTO scores VALUES(22,17,'maturity-appetite','stability',3,'2026-03-20','ana');
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
INSERT INTO reviews VALUES(3,1,1,'2026-02-10','Review','','','','','',NULL,'2026-03-02','ana',NULL);
INSERT INTO reviews VALUES(8,1,6,'2025-12-01','Review','','','','','',NULL,'2026-03-02','ana',NULL);
INSERT INTO reviews VALUES(16,1,14,'2025-01-10','Review','','','','','',NULL,'2026-03-02','ana',NULL);
INSERT INTO reviews VALUES(19,1,11,'2026-03-11','Review','roadmap agreed','','','','',NULL,'2026-03-12','ana',NULL);
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
INSERT INTO actions VALUES(20,1,11,19,'send the roadmap',NULL,NULL,NULL);
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
INSERT INTO marks VALUES(23,14,'archive',NULL,NULL,NULL,'sold to a competitor','2026-03-22','ana');
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
INSERT INTO entries VALUES(1,'2026-11-22T05:40:37Z','2026-03-02','ana','init','made the book with the model maturity-appetite','{}',NULL,NULL,1,X'515bbafe4a3a01fc909bac1b20f186a5e33d17978815f40823f88fca51a3014a',X'0000000000000000000000000000000000000000000000000000000000000000',X'6368de9ec6cffc2b4a89154b1be73490f0b518a7ebd981f393a2f00473bdd39f');
INSERT INTO entries VALUES(2,'2026-11-22T05:40:38Z','2026-03-02','ana','import','imported c.csv: 5 created','{"created":5,"file":"c.csv","placed":0,"rejected":0,"rows":5,"skipped":0,"unchanged":0,"updated":0}',NULL,NULL,21,X'd2afa40ddb81f2a7a4f70aa8bfdb74ca0b708c6cc291e933ff286ca9175ef568',X'6368de9ec6cffc2b4a89154b1be73490f0b518a7ebd981f393a2f00473bdd39f',X'19d74d5f871c60e24d89170e5cab8ab3a610c5767c70ad4cdbca4afacd154e2a');
INSERT INTO entries VALUES(3,'2026-11-22T05:40:38Z','2026-03-10','ana','move','moved Blue Harbour Dental from Educate to Transform','{}',NULL,NULL,2,X'310af6fb44cd795132feb99d35776d043347bc457e840c9e03c48ea5340284ae',X'19d74d5f871c60e24d89170e5cab8ab3a610c5767c70ad4cdbca4afacd154e2a',X'b5d4839e5fdb689ab80ba445f26567b9f402dbd07f434671e9a542920f262863');
INSERT INTO entries VALUES(4,'2026-11-22T05:40:38Z','2026-03-12','ana','review','logged Review of Copper & Sons held 2026-03-11','{}',NULL,NULL,2,X'ea19a775c78722873ac6819746a059ef9abea2acccdc549bb7595a80cecbb079',X'b5d4839e5fdb689ab80ba445f26567b9f402dbd07f434671e9a542920f262863',X'5dda2b1ed3110c0ffad6ed0866f8ce5646a3cd28cc831441812704f995ee8fdf');
INSERT INTO entries VALUES(5,'2026-11-22T05:40:38Z','2026-03-20','ana','score','scored Unplaced Ltd: engagement 4, stability 3','{}',NULL,NULL,2,X'fb81cd619c0eef1fb57f5e4d163f578948ee5ce43bbe6df097cfd83214661abb',X'5dda2b1ed3110c0ffad6ed0866f8ce5646a3cd28cc831441812704f995ee8fdf',X'a08b509a1a6854858a250d7375521d9fb1a98eeec198e997aaecdac4f4ac50c4');
INSERT INTO entries VALUES(6,'2026-11-22T05:40:38Z','2026-03-21','ana','config','set lead to 21','{}',NULL,NULL,1,X'e3f5eacca7b12562c6a9189e0b2a3d626174bf78168282ad0f12b17ef3e66055',X'a08b509a1a6854858a250d7375521d9fb1a98eeec198e997aaecdac4f4ac50c4',X'9485625090120b17a234d4fd36995891f8d026a4daf9818f8cefe5644f3c1800');
INSERT INTO entries VALUES(7,'2026-11-22T05:40:38Z','2026-03-22','ana','archive','archived Folk och fä','{}',NULL,NULL,2,X'4528026b835bf4e14830530b958c4416b5160b9170b6e69607937f111b3c1373',X'9485625090120b17a234d4fd36995891f8d026a4daf9818f8cefe5644f3c1800',X'4895917313de6de8d15debe2b03f566f16f28c7a27983a929b1bb25191840bec');
INSERT INTO entries VALUES(8,'2026-11-22T05:40:38Z','2026-03-23','ana','confirm','confirmed Ärzte am Park in Transform','{}',NULL,NULL,2,X'2b6c663edc1d2256b4841780a1e13f0487e1e4cac362d26c85a1fa8f8f432d59',X'4895917313de6de8d15debe2b03f566f16f28c7a27983a929b1bb25191840bec',X'dee0e00eb3f4bf4e3014f0fbe1883452198ca4dca268c169f0bd233bde15880d');
INSERT INTO entries VALUES(9,'2026-11-22T05:40:38Z','2026-03-24','ana','undo','took back: confirmed Ärzte am Park in Transform','{}',8,8,2,X'46b84199bdedfdc55b702b48da852f424cb8bc6d8f996aeadcd1f4e0d817f2e1',X'dee0e00eb3f4bf4e3014f0fbe1883452198ca4dca268c169f0bd233bde15880d',X'1f7a9808530a1ecd31988828341b144643a43f796f6e3347e5475a51a87d4bed');
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
INSERT INTO changes VALUES(2,1,1,NULL,'{"fact":"client","id":1,"rev":1,"external_id":"A-1","name":"Ärzte am Park","owner":"Ana","arr":1200000000,"currency":"EUR","stage":"onboarding","renewal_on":"2026-12-31","tags":["vip","pilot"]}');
INSERT INTO changes VALUES(2,2,1,NULL,'{"fact":"decision","id":2,"client":1,"model":"maturity-appetite","how":"start","to":"transform","on":"2026-01-05","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(2,3,1,NULL,'{"fact":"placement","client":1,"model":"maturity-appetite","rev":1,"segment":"transform","since":"2026-01-05","decision":2}');
INSERT INTO changes VALUES(2,4,1,NULL,'{"fact":"review","id":3,"rev":1,"client":1,"held_on":"2026-02-10","kind":"Review","recorded_on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,5,1,NULL,'{"fact":"score","id":4,"client":1,"model":"maturity-appetite","factor":"standardization","value":4,"on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,6,1,NULL,'{"fact":"score","id":5,"client":1,"model":"maturity-appetite","factor":"engagement","value":5,"on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,7,6,NULL,'{"fact":"client","id":6,"rev":1,"external_id":"A-2","name":"Blue Harbour Dental","owner":"Ana","arr":540000000,"currency":"EUR","stage":"steady","renewal_on":"2027-03-31"}');
INSERT INTO changes VALUES(2,8,6,NULL,'{"fact":"decision","id":7,"client":6,"model":"maturity-appetite","how":"start","to":"educate","on":"2025-06-01","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(2,9,6,NULL,'{"fact":"placement","client":6,"model":"maturity-appetite","rev":1,"segment":"educate","since":"2025-06-01","decision":7}');
INSERT INTO changes VALUES(2,10,6,NULL,'{"fact":"review","id":8,"rev":1,"client":6,"held_on":"2025-12-01","kind":"Review","recorded_on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,11,6,NULL,'{"fact":"score","id":9,"client":6,"model":"maturity-appetite","factor":"standardization","value":4,"on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,12,6,NULL,'{"fact":"score","id":10,"client":6,"model":"maturity-appetite","factor":"engagement","value":2,"on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,13,11,NULL,'{"fact":"client","id":11,"rev":1,"external_id":"A-3","name":"Copper & Sons","owner":"Bo","currency":"USD"}');
INSERT INTO changes VALUES(2,14,11,NULL,'{"fact":"decision","id":12,"client":11,"model":"maturity-appetite","how":"start","to":"modernize","on":"2025-09-15","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(2,15,11,NULL,'{"fact":"placement","client":11,"model":"maturity-appetite","rev":1,"segment":"modernize","since":"2025-09-15","decision":12}');
INSERT INTO changes VALUES(2,16,11,NULL,'{"fact":"score","id":13,"client":11,"model":"maturity-appetite","factor":"standardization","value":2,"on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,17,14,NULL,'{"fact":"client","id":14,"rev":1,"external_id":"A-4","name":"Folk och fä","owner":"Bo","arr":99005000,"currency":"EUR"}');
INSERT INTO changes VALUES(2,18,14,NULL,'{"fact":"decision","id":15,"client":14,"model":"maturity-appetite","how":"start","to":"sustain","on":"2025-01-10","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(2,19,14,NULL,'{"fact":"placement","client":14,"model":"maturity-appetite","rev":1,"segment":"sustain","since":"2025-01-10","decision":15}');
INSERT INTO changes VALUES(2,20,14,NULL,'{"fact":"review","id":16,"rev":1,"client":14,"held_on":"2025-01-10","kind":"Review","recorded_on":"2026-03-02","by":"ana"}');
INSERT INTO changes VALUES(2,21,17,NULL,'{"fact":"client","id":17,"rev":1,"external_id":"A-5","name":"Unplaced Ltd","arr":1000000}');
INSERT INTO changes VALUES(3,1,6,NULL,'{"fact":"decision","id":18,"client":6,"model":"maturity-appetite","how":"move","from":"educate","to":"transform","on":"2026-03-10","note":"they asked for monthly talks","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(3,2,6,'{"fact":"placement","client":6,"model":"maturity-appetite","rev":1,"segment":"educate","since":"2025-06-01","decision":7}','{"fact":"placement","client":6,"model":"maturity-appetite","rev":2,"segment":"transform","since":"2026-03-10","confirmed_on":"2026-03-10","decision":18}');
INSERT INTO changes VALUES(4,1,11,NULL,'{"fact":"review","id":19,"rev":1,"client":11,"held_on":"2026-03-11","kind":"Review","outcome":"roadmap agreed","recorded_on":"2026-03-12","by":"ana"}');
INSERT INTO changes VALUES(4,2,11,NULL,'{"fact":"action","id":20,"rev":1,"client":11,"review":19,"text":"send the roadmap"}');
INSERT INTO changes VALUES(5,1,17,NULL,'{"fact":"score","id":21,"client":17,"model":"maturity-appetite","factor":"engagement","value":4,"on":"2026-03-20","by":"ana"}');
INSERT INTO changes VALUES(5,2,17,NULL,'{"fact":"score","id":22,"client":17,"model":"maturity-appetite","factor":"stability","value":3,"on":"2026-03-20","by":"ana"}');
INSERT INTO changes VALUES(6,1,NULL,NULL,'{"fact":"setting","key":"lead","rev":1,"value":"21"}');
INSERT INTO changes VALUES(7,1,14,'{"fact":"client","id":14,"rev":1,"external_id":"A-4","name":"Folk och fä","owner":"Bo","arr":99005000,"currency":"EUR"}','{"fact":"client","id":14,"rev":2,"external_id":"A-4","name":"Folk och fä","owner":"Bo","arr":99005000,"currency":"EUR","archived_on":"2026-03-22"}');
INSERT INTO changes VALUES(7,2,14,NULL,'{"fact":"mark","id":23,"client":14,"what":"archive","note":"sold to a competitor","on":"2026-03-22","by":"ana"}');
INSERT INTO changes VALUES(8,1,1,NULL,'{"fact":"decision","id":24,"client":1,"model":"maturity-appetite","how":"confirm","from":"transform","to":"transform","on":"2026-03-23","note":"still right, budget agreed","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(8,2,1,'{"fact":"placement","client":1,"model":"maturity-appetite","rev":1,"segment":"transform","since":"2026-01-05","decision":2}','{"fact":"placement","client":1,"model":"maturity-appetite","rev":2,"segment":"transform","since":"2026-01-05","confirmed_on":"2026-03-23","decision":24}');
INSERT INTO changes VALUES(9,1,1,'{"fact":"placement","client":1,"model":"maturity-appetite","rev":2,"segment":"transform","since":"2026-01-05","confirmed_on":"2026-03-23","decision":24}','{"fact":"placement","client":1,"model":"maturity-appetite","rev":1,"segment":"transform","since":"2026-01-05","decision":2}');
INSERT INTO changes VALUES(9,2,1,'{"fact":"decision","id":24,"client":1,"model":"maturity-appetite","how":"confirm","from":"transform","to":"transform","on":"2026-03-23","note":"still right, budget agreed","leaving":"hold","by":"ana"}',NULL);
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
INSERT INTO standing VALUES('maturity-appetite',1,1,'transform',2,'2026-01-05','2026-04-05',750,1000,333,333,'2026-09-02','transform',0,0,NULL,'2026-02-10','2026-03-10','2026-02-17','2026-03-10','2026-03-18',NULL,'2026-03-10',-1200000000,'arzte am park','Ana','EUR',1200000000);
INSERT INTO standing VALUES('maturity-appetite',6,1,'transform',18,'2026-03-10','2026-06-10',750,250,333,333,'2026-09-02','educate',0,1,'2026-06-10','2025-12-01','2026-03-24','2026-03-03','2026-03-24','2026-04-01',NULL,'2026-03-24',-540000000,'blue harbour dental','Ana','EUR',540000000);
INSERT INTO standing VALUES('maturity-appetite',11,1,'modernize',12,'2025-09-15','2025-12-15',250,NULL,333,NULL,'2026-09-02',NULL,0,0,NULL,'2026-03-11','2026-06-11','2026-05-21','2026-06-11','2026-06-19',NULL,'2026-06-11',9223372036854775807,'copper & sons','Bo','USD',NULL);
INSERT INTO standing VALUES('maturity-appetite',14,0,'sustain',15,'2025-01-10','2025-04-10',NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,'2025-01-10',NULL,NULL,NULL,NULL,NULL,'9999-12-31',-99005000,'folk och fa','Bo','EUR',99005000);
INSERT INTO standing VALUES('maturity-appetite',17,1,'',0,NULL,NULL,500,750,333,333,'2026-09-20','transform',1,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'9999-12-31',-1000000,'unplaced ltd',NULL,'EUR',1000000);
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
INSERT INTO clocks VALUES(1,'Review',0,'2026-02-10','2026-03-10','2026-03-10','2026-03-17','1 month',30,0,0,0,0,NULL,NULL,0,0,'2026-02-10',NULL,7,'2026-02-17','2026-03-10','2026-03-18','transform','2026-12-31',-1200000000,'arzte am park');
INSERT INTO clocks VALUES(6,'Review',0,'2025-12-01','2026-01-01','2026-03-24','2026-03-31','1 month',30,0,0,1,0,NULL,NULL,0,0,'2026-03-10',NULL,7,'2026-03-03','2026-03-24','2026-04-01','transform','2027-03-31',-540000000,'blue harbour dental');
INSERT INTO clocks VALUES(11,'Review',0,'2026-03-11','2026-06-11','2026-06-11','2026-06-18','3 months',90,0,0,0,0,NULL,NULL,0,0,'2026-03-11',NULL,7,'2026-05-21','2026-06-11','2026-06-19','modernize','9999-12-31',9223372036854775807,'copper & sons');
INSERT INTO clocks VALUES(14,'Review',2,'2025-01-10',NULL,NULL,NULL,NULL,0,0,0,0,0,NULL,NULL,0,0,'2026-03-22',NULL,0,NULL,NULL,NULL,'sustain','9999-12-31',-99005000,'folk och fa');
INSERT INTO clocks VALUES(17,'Review',1,NULL,NULL,NULL,NULL,NULL,0,0,1,0,0,NULL,NULL,0,0,'0001-01-01',NULL,0,NULL,NULL,NULL,'','9999-12-31',-1000000,'unplaced ltd');
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
INSERT INTO totals VALUES('maturity-appetite','','','EUR',1,1,1000000);
INSERT INTO totals VALUES('maturity-appetite','modernize','Bo','USD',1,0,0);
INSERT INTO totals VALUES('maturity-appetite','transform','Ana','EUR',2,2,1740000000);
CREATE TABLE tallies (
    what    TEXT NOT NULL CHECK (what IN ('client overdue', 'overdue', 'due', 'upcoming')),
    segment TEXT NOT NULL,
    day     TEXT NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (what, segment, day)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies VALUES('client overdue','modernize','2026-06-19',1);
INSERT INTO tallies VALUES('client overdue','transform','2026-03-18',1);
INSERT INTO tallies VALUES('client overdue','transform','2026-04-01',1);
INSERT INTO tallies VALUES('due','modernize','2026-06-11',1);
INSERT INTO tallies VALUES('due','transform','2026-03-10',1);
INSERT INTO tallies VALUES('due','transform','2026-03-24',1);
INSERT INTO tallies VALUES('overdue','modernize','2026-06-19',1);
INSERT INTO tallies VALUES('overdue','transform','2026-03-18',1);
INSERT INTO tallies VALUES('overdue','transform','2026-04-01',1);
INSERT INTO tallies VALUES('upcoming','modernize','2026-05-21',1);
INSERT INTO tallies VALUES('upcoming','transform','2026-02-17',1);
INSERT INTO tallies VALUES('upcoming','transform','2026-03-03',1);
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
CREATE INDEX standing_drift ON standing (model, client) WHERE drift = 1;
CREATE INDEX standing_silent ON standing (model, live, silent_from, name_key, client) WHERE silent_from IS NOT NULL;
CREATE INDEX standing_client ON standing (client);
CREATE INDEX clocks_rank ON clocks (rank, effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_due ON clocks (effective, renewal_sort, arr_sort, name_key, client, kind) WHERE mode = 0;
CREATE INDEX clocks_valid_from ON clocks (valid_from);
CREATE INDEX clocks_valid_until ON clocks (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX clocks_span ON clocks (span);
COMMIT;
