-- A book as version 3 of the program wrote it: three clients, two moves, scores, a confirmation taken back, a champion, a review.
PRAGMA application_id = 1363428171;
PRAGMA user_version = 3;
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
INSERT INTO ids VALUES(1,10);
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
INSERT INTO clients VALUES(1,1,'A-1','Ärzte am Park','Ana',1200000000,'EUR',NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'arzte am park','arzte am park',NULL,NULL,'{}');
INSERT INTO clients VALUES(2,1,'A-2','Blue Harbour Dental','Ana',540000000,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'blue harbour dental','blue harbour dental',NULL,NULL,'{}');
INSERT INTO clients VALUES(3,2,'A-3','Copper & Sons','Bo',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'','',NULL,NULL,'copper & sons','copper & sons','Dr. Lee',NULL,'{}');
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
INSERT INTO decisions VALUES(4,1,'maturity-appetite','move',NULL,'transform','2026-02-03','monthly strategy talks are wanted',NULL,NULL,'hold','ana');
INSERT INTO decisions VALUES(5,2,'maturity-appetite','move',NULL,'modernize','2026-02-03','standards first, then we see',NULL,NULL,'hold','ana');
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
INSERT INTO placements VALUES(1,'maturity-appetite',1,'transform','2026-02-03','2026-02-03',NULL,4,NULL);
INSERT INTO placements VALUES(2,'maturity-appetite',1,'modernize','2026-02-03','2026-02-03',NULL,5,NULL);
CREATE TABLE scores (
    id     INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES clients (id),
    model  TEXT NOT NULL REFERENCES models (key),
    factor TEXT NOT NULL CHECK (length(factor) BETWEEN 1 AND 100),
    value  INTEGER NOT NULL CHECK (value BETWEEN 1 AND 100),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    by     TEXT NOT NULL
) STRICT;
INSERT INTO scores VALUES(6,2,'maturity-appetite','engagement',4,'2026-02-10','ana');
INSERT INTO scores VALUES(7,2,'maturity-appetite','stability',3,'2026-02-10','ana');
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
INSERT INTO reviews VALUES(9,1,1,'2026-02-11','Review','','','','','',NULL,'2026-02-12','ana',NULL);
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
INSERT INTO entries VALUES(1,'2026-11-22T15:02:04Z','2026-02-02','ana','init','made the book with the model maturity-appetite','{}',NULL,NULL,1,X'515bbafe4a3a01fc909bac1b20f186a5e33d17978815f40823f88fca51a3014a',X'0000000000000000000000000000000000000000000000000000000000000000',X'ecdd93ae72f2ba5b19ec3adc864cf2174351f4fc4dbbe3ed613e2522bc55cc6a');
INSERT INTO entries VALUES(2,'2026-11-22T15:02:04Z','2026-02-02','ana','add','added Ärzte am Park','{}',NULL,NULL,1,X'85b35e212676e3c7728dd9470c500bbc7d2b9f6f1adc7fd36920a37ad7b5b418',X'ecdd93ae72f2ba5b19ec3adc864cf2174351f4fc4dbbe3ed613e2522bc55cc6a',X'6482aa79b5c8f51ee3842365d6bb79be6573cec963af76df87a5dfe9bcabc8dc');
INSERT INTO entries VALUES(3,'2026-11-22T15:02:05Z','2026-02-02','ana','add','added Blue Harbour Dental','{}',NULL,NULL,1,X'a2ac630782ab7826d47122034440484a6689686adace292024e6c4753ff19307',X'6482aa79b5c8f51ee3842365d6bb79be6573cec963af76df87a5dfe9bcabc8dc',X'0dce09e48025afc63ded7f3c88e6322e007d9ba2fc892445bd90dc906829a940');
INSERT INTO entries VALUES(4,'2026-11-22T15:02:05Z','2026-02-02','ana','add','added Copper & Sons','{}',NULL,NULL,1,X'edcad40b9bbc6496f79731b3caa82ffbb50c211f874216cf7958ce42ead43cf5',X'0dce09e48025afc63ded7f3c88e6322e007d9ba2fc892445bd90dc906829a940',X'50c64d17956ebb6d9871e85c65767b4d73325fcd149f3422c4bd8583e9451033');
INSERT INTO entries VALUES(5,'2026-11-22T15:02:05Z','2026-02-03','ana','move','moved Ärzte am Park to Transform','{}',NULL,NULL,2,X'a2c23dba55ffb1800da947f7b700ab743f0af5c5ae0ab66fd105bfeb74a485c8',X'50c64d17956ebb6d9871e85c65767b4d73325fcd149f3422c4bd8583e9451033',X'6644f88f4799cbe2b5a0cf3abe88cac413cc6c8d3e93c7fb127c12780626725e');
INSERT INTO entries VALUES(6,'2026-11-22T15:02:05Z','2026-02-03','ana','move','moved Blue Harbour Dental to Modernize','{}',NULL,NULL,2,X'e01de419e592a767aa48f4787190247beb7c69d53abf4fa3815c8dde4dd6d525',X'6644f88f4799cbe2b5a0cf3abe88cac413cc6c8d3e93c7fb127c12780626725e',X'755b88631b4238e70bebcabe5a0c49eaadea0be9d8e3980f1e20ebd69c9f61da');
INSERT INTO entries VALUES(7,'2026-11-22T15:02:05Z','2026-02-10','ana','score','scored Blue Harbour Dental: engagement 4, stability 3','{}',NULL,NULL,2,X'0330513551606b7694ec46cad6fd634b7485d68f9bb0e3004f67e8aea8c728b5',X'755b88631b4238e70bebcabe5a0c49eaadea0be9d8e3980f1e20ebd69c9f61da',X'e6f0f3833955c8ee402a9fd442b2e0276285e6dabbba6df350cd8d2ac6e136f0');
INSERT INTO entries VALUES(8,'2026-11-22T15:02:05Z','2026-02-20','ana','confirm','confirmed Blue Harbour Dental in Modernize','{}',NULL,NULL,2,X'c2396c2a3e0f600c93f1ed4f1dc51c01664c8c2f298d7aba89e4cf557e7d23d9',X'e6f0f3833955c8ee402a9fd442b2e0276285e6dabbba6df350cd8d2ac6e136f0',X'225f9039726fc570ffb05b3b7be401865188bae71aba52cb0717a1fb736cbf74');
INSERT INTO entries VALUES(9,'2026-11-22T15:02:05Z','2026-02-20','ana','undo','took back: confirmed Blue Harbour Dental in Modernize','{}',8,8,2,X'c614013d84592c9d7dbc9a795921db14af4aa24323ef6178e108524b582f37b2',X'225f9039726fc570ffb05b3b7be401865188bae71aba52cb0717a1fb736cbf74',X'eb988118153e3be46c8e17a710ca8f7aeccf9b0e6361584ca5d3994111d0ceac');
INSERT INTO entries VALUES(10,'2026-11-22T15:02:23Z','2026-02-21','ana','edit','edited champion of Copper & Sons','{}',NULL,NULL,1,X'3b54ccdb0408ef55db8f646033418e9ebc43f9478fc9858e7153169b171fc93f',X'eb988118153e3be46c8e17a710ca8f7aeccf9b0e6361584ca5d3994111d0ceac',X'ff1909186cb10ae62eb5ef59890f3c53978db259695eba100b90363092da297c');
INSERT INTO entries VALUES(11,'2026-11-22T15:02:23Z','2026-02-12','ana','review','logged Review of Ärzte am Park held 2026-02-11','{}',NULL,NULL,1,X'62f29012a0cf6cbbc29a23efa5aac4b618ab3ef7d3662c9130fe7a971c4d04a9',X'ff1909186cb10ae62eb5ef59890f3c53978db259695eba100b90363092da297c',X'fb3886e97cf9c84185461f3d80dcb1269199d9c25d33d8b4c70589acceafec68');
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
INSERT INTO changes VALUES(2,1,1,NULL,'{"fact":"client","id":1,"rev":1,"external_id":"A-1","name":"Ärzte am Park","owner":"Ana","arr":1200000000,"currency":"EUR"}');
INSERT INTO changes VALUES(3,1,2,NULL,'{"fact":"client","id":2,"rev":1,"external_id":"A-2","name":"Blue Harbour Dental","owner":"Ana","arr":540000000}');
INSERT INTO changes VALUES(4,1,3,NULL,'{"fact":"client","id":3,"rev":1,"external_id":"A-3","name":"Copper & Sons","owner":"Bo"}');
INSERT INTO changes VALUES(5,1,1,NULL,'{"fact":"decision","id":4,"client":1,"model":"maturity-appetite","how":"move","to":"transform","on":"2026-02-03","note":"monthly strategy talks are wanted","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(5,2,1,NULL,'{"fact":"placement","client":1,"model":"maturity-appetite","rev":1,"segment":"transform","since":"2026-02-03","confirmed_on":"2026-02-03","decision":4}');
INSERT INTO changes VALUES(6,1,2,NULL,'{"fact":"decision","id":5,"client":2,"model":"maturity-appetite","how":"move","to":"modernize","on":"2026-02-03","note":"standards first, then we see","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(6,2,2,NULL,'{"fact":"placement","client":2,"model":"maturity-appetite","rev":1,"segment":"modernize","since":"2026-02-03","confirmed_on":"2026-02-03","decision":5}');
INSERT INTO changes VALUES(7,1,2,NULL,'{"fact":"score","id":6,"client":2,"model":"maturity-appetite","factor":"engagement","value":4,"on":"2026-02-10","by":"ana"}');
INSERT INTO changes VALUES(7,2,2,NULL,'{"fact":"score","id":7,"client":2,"model":"maturity-appetite","factor":"stability","value":3,"on":"2026-02-10","by":"ana"}');
INSERT INTO changes VALUES(8,1,2,NULL,'{"fact":"decision","id":8,"client":2,"model":"maturity-appetite","how":"confirm","from":"modernize","to":"modernize","on":"2026-02-20","note":"still right after the talk","leaving":"hold","by":"ana"}');
INSERT INTO changes VALUES(8,2,2,'{"fact":"placement","client":2,"model":"maturity-appetite","rev":1,"segment":"modernize","since":"2026-02-03","confirmed_on":"2026-02-03","decision":5}','{"fact":"placement","client":2,"model":"maturity-appetite","rev":2,"segment":"modernize","since":"2026-02-03","confirmed_on":"2026-02-20","decision":8}');
INSERT INTO changes VALUES(9,1,2,'{"fact":"placement","client":2,"model":"maturity-appetite","rev":2,"segment":"modernize","since":"2026-02-03","confirmed_on":"2026-02-20","decision":8}','{"fact":"placement","client":2,"model":"maturity-appetite","rev":1,"segment":"modernize","since":"2026-02-03","confirmed_on":"2026-02-03","decision":5}');
INSERT INTO changes VALUES(9,2,2,'{"fact":"decision","id":8,"client":2,"model":"maturity-appetite","how":"confirm","from":"modernize","to":"modernize","on":"2026-02-20","note":"still right after the talk","leaving":"hold","by":"ana"}',NULL);
INSERT INTO changes VALUES(10,1,3,'{"fact":"client","id":3,"rev":1,"external_id":"A-3","name":"Copper & Sons","owner":"Bo"}','{"fact":"client","id":3,"rev":2,"external_id":"A-3","name":"Copper & Sons","owner":"Bo","champion":"Dr. Lee"}');
INSERT INTO changes VALUES(11,1,1,NULL,'{"fact":"review","id":9,"rev":1,"client":1,"held_on":"2026-02-11","kind":"Review","recorded_on":"2026-02-12","by":"ana"}');
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
INSERT INTO standing VALUES('maturity-appetite',1,1,'transform',4,'2026-02-03','2026-05-03',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'2026-05-03','2026-02-11','2026-03-11','2026-02-25','2026-03-11','2026-03-19',NULL,'2026-03-11',-1200000000,'arzte am park','Ana','EUR',1200000000,NULL,NULL,NULL,NULL);
INSERT INTO standing VALUES('maturity-appetite',2,1,'modernize',5,'2026-02-03','2026-05-03',500,750,333,333,'2026-08-10','transform',1,0,'2026-05-03',NULL,'2026-03-05','2026-02-19','2026-03-05','2026-03-13',NULL,'2026-03-05',-540000000,'blue harbour dental','Ana','EUR',540000000,'2026-08-10','2026-08-10',NULL,NULL);
INSERT INTO standing VALUES('maturity-appetite',3,1,'',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'9999-12-31',9223372036854775807,'copper & sons','Bo','EUR',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO clocks VALUES(1,'Review',0,'2026-02-11','2026-03-11','2026-03-11','2026-03-18','1 month',30,0,0,0,0,NULL,NULL,0,0,'2026-02-11',NULL,7,'2026-02-25','2026-03-11','2026-03-19','transform','9999-12-31',-1200000000,'arzte am park');
INSERT INTO clocks VALUES(2,'Review',0,'2026-02-03','2026-03-05','2026-03-05','2026-03-12','3 months',90,0,1,0,0,NULL,NULL,0,0,'2026-02-03',NULL,7,'2026-02-19','2026-03-05','2026-03-13','modernize','9999-12-31',-540000000,'blue harbour dental');
INSERT INTO clocks VALUES(3,'Review',1,NULL,NULL,NULL,NULL,NULL,0,0,1,0,0,NULL,NULL,0,0,'0001-01-01',NULL,0,NULL,NULL,NULL,'','9999-12-31',9223372036854775807,'copper & sons');
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
INSERT INTO totals VALUES('maturity-appetite','','Bo','EUR',1,0,0);
INSERT INTO totals VALUES('maturity-appetite','modernize','Ana','EUR',1,1,540000000);
INSERT INTO totals VALUES('maturity-appetite','transform','Ana','EUR',1,1,1200000000);
CREATE TABLE tallies (
    what    TEXT NOT NULL CHECK (what IN ('client overdue', 'overdue', 'due', 'upcoming')),
    segment TEXT NOT NULL,
    day     TEXT NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (what, segment, day)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies VALUES('client overdue','modernize','2026-03-13',1);
INSERT INTO tallies VALUES('client overdue','transform','2026-03-19',1);
INSERT INTO tallies VALUES('due','modernize','2026-03-05',1);
INSERT INTO tallies VALUES('due','transform','2026-03-11',1);
INSERT INTO tallies VALUES('overdue','modernize','2026-03-13',1);
INSERT INTO tallies VALUES('overdue','transform','2026-03-19',1);
INSERT INTO tallies VALUES('upcoming','modernize','2026-02-19',1);
INSERT INTO tallies VALUES('upcoming','transform','2026-02-25',1);
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
INSERT INTO loads VALUES('due','Ana','2026-03-05','Review','modernize','3 months',1);
INSERT INTO loads VALUES('due','Ana','2026-03-11','Review','transform','1 month',1);
INSERT INTO loads VALUES('first','Ana','2026-02-19','Review','modernize','3 months',1);
INSERT INTO loads VALUES('open','Ana','2026-03-05','Review','modernize','3 months',1);
INSERT INTO loads VALUES('open','Ana','2026-03-11','Review','transform','1 month',1);
INSERT INTO loads VALUES('overdue','Ana','2026-03-13','Review','modernize','3 months',1);
INSERT INTO loads VALUES('overdue','Ana','2026-03-19','Review','transform','1 month',1);
INSERT INTO loads VALUES('upcoming','Ana','2026-02-19','Review','modernize','3 months',1);
INSERT INTO loads VALUES('upcoming','Ana','2026-02-25','Review','transform','1 month',1);
CREATE TABLE off_axis (
    client     INTEGER NOT NULL,
    model      TEXT NOT NULL,
    dimension  TEXT NOT NULL,
    tenths     INTEGER NOT NULL,
    confidence INTEGER NOT NULL,            -- per mille
    stale_from TEXT,
    PRIMARY KEY (client, model, dimension)
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
COMMIT;
