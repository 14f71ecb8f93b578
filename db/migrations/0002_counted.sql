-- Answers as small whole numbers, a run of responses at a time: what tables are counted from. Made from the
-- responses, thrown away with the first of the run that changes.
CREATE TABLE counted (
    segment INTEGER NOT NULL PRIMARY KEY,
    stamp TEXT NOT NULL,
    content BLOB NOT NULL
);
