-- The current schema, made from db/migrations and kept equal by a test. It is never run.

CREATE TABLE conflict (
    record TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL,
    contenders TEXT NOT NULL,
    PRIMARY KEY (record, path)
);

CREATE TABLE counted (
    segment INTEGER NOT NULL PRIMARY KEY,
    stamp TEXT NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    paper TEXT NOT NULL,
    territory TEXT NOT NULL,
    batch TEXT NOT NULL,
    officer TEXT NOT NULL,
    position TEXT NOT NULL,
    state TEXT NOT NULL,
    updated TEXT NOT NULL
);

CREATE TABLE erasure (
    record TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    "at" TEXT NOT NULL,
    site TEXT NOT NULL
);

CREATE TABLE journal (
    "row" INTEGER NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,
    "at" TEXT NOT NULL,
    file TEXT NOT NULL,
    site TEXT NOT NULL,
    digest TEXT NOT NULL,
    brought TEXT NOT NULL,
    details TEXT NOT NULL,
    undone_at TEXT NOT NULL
);

CREATE TABLE parked (
    "row" INTEGER NOT NULL PRIMARY KEY,
    site TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    previous TEXT NOT NULL,
    record TEXT NOT NULL,
    kind TEXT NOT NULL,
    parents TEXT NOT NULL,
    "at" TEXT NOT NULL,
    officer TEXT NOT NULL,
    digest TEXT NOT NULL,
    salt TEXT,
    patch TEXT
);

CREATE TABLE questionnaire (
    version TEXT NOT NULL PRIMARY KEY,
    workbook BLOB NOT NULL,
    compiled TEXT NOT NULL
);

CREATE TABLE questionnaire_file (
    version TEXT NOT NULL REFERENCES questionnaire (version) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (version, name)
);

CREATE TABLE record (
    record TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_site TEXT NOT NULL,
    conflicts INTEGER NOT NULL
);

CREATE TABLE response (
    "row" INTEGER NOT NULL PRIMARY KEY,
    record TEXT NOT NULL,
    paper TEXT NOT NULL,
    paper_key TEXT NOT NULL,
    territory TEXT NOT NULL,
    batch TEXT NOT NULL,
    received TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    place TEXT NOT NULL,
    place_key TEXT NOT NULL,
    search TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_site TEXT NOT NULL,
    conflicts INTEGER NOT NULL,
    revision INTEGER
);

CREATE TABLE response_fields (
    "row" INTEGER NOT NULL PRIMARY KEY REFERENCES response ("row") ON DELETE CASCADE,
    fields TEXT NOT NULL
);

CREATE VIRTUAL TABLE response_search USING fts5 (
    search,
    content = 'response',
    content_rowid = 'row',
    detail = none,
    prefix = '1 2',
    tokenize = 'ascii'
);

CREATE TABLE revision (
    "row" INTEGER NOT NULL PRIMARY KEY,
    site TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    previous TEXT NOT NULL,
    record TEXT NOT NULL,
    kind TEXT NOT NULL,
    parents TEXT NOT NULL,
    "at" TEXT NOT NULL,
    officer TEXT NOT NULL,
    digest TEXT NOT NULL,
    salt TEXT,
    patch TEXT
);

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE signature (
    site TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (site, seq)
);

CREATE TABLE statement (
    site TEXT NOT NULL PRIMARY KEY,
    vector TEXT NOT NULL,
    "at" TEXT NOT NULL,
    file TEXT NOT NULL
);

CREATE UNIQUE INDEX parked_id ON parked (id);

CREATE INDEX parked_record ON parked (record);

CREATE INDEX record_kind ON record (kind);

CREATE INDEX response_changed_at ON response (changed_at);

CREATE INDEX response_name_key ON response (name_key);

CREATE INDEX response_paper_key ON response (paper_key);

CREATE INDEX response_place_key ON response (place_key);

CREATE INDEX response_received ON response (received);

CREATE UNIQUE INDEX response_record ON response (record);

CREATE INDEX response_status ON response (status);

CREATE INDEX response_territory_batch ON response (territory, batch, paper_key);

CREATE UNIQUE INDEX revision_id ON revision (id);

CREATE INDEX revision_record ON revision (record);

CREATE UNIQUE INDEX revision_site_seq ON revision (site, seq);

CREATE VIEW response_content AS
SELECT
    response."row" AS "row",
    response.record AS record,
    coalesce(response_fields.fields, revision.patch) AS fields
FROM response
LEFT JOIN response_fields ON response_fields."row" = response."row"
LEFT JOIN revision ON revision."row" = response.revision;
