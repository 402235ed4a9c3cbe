-- What was read, what it says, what went wrong, and what people decided.
-- Ids are derived from content, so that the same input gives the same register whatever the order it came in; `row` is
-- SQLite's own number and means nothing outside the file.

CREATE TABLE runs (
  row INTEGER PRIMARY KEY,
  version TEXT NOT NULL,            -- of the package and of what it codes with
  options TEXT NOT NULL,            -- JSON
  inputs TEXT,                      -- digest over the sources read; NULL while the run is not finished
  started TEXT NOT NULL,
  finished TEXT
) STRICT;

CREATE TABLE sources (
  row INTEGER PRIMARY KEY,
  digest TEXT NOT NULL,             -- SHA-256 of the bytes
  name TEXT NOT NULL,
  uri TEXT NOT NULL,
  media TEXT NOT NULL,
  encoding TEXT NOT NULL,
  errors TEXT NOT NULL,             -- how the codec met bytes that mean nothing in it
  stated TEXT NOT NULL,             -- JSON: what the container says about it
  size INTEGER NOT NULL,
  data BLOB NOT NULL,               -- the bytes, zlib
  UNIQUE (digest, name)
) STRICT;

CREATE TABLE documents (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL REFERENCES sources (row),
  name TEXT NOT NULL,
  title TEXT,
  publisher TEXT,
  author TEXT,
  published TEXT,
  language TEXT,
  url TEXT,
  text TEXT NOT NULL,
  meta TEXT NOT NULL,               -- JSON: each of the facts above with its evidence
  blocks TEXT NOT NULL,             -- JSON
  offsets TEXT NOT NULL,            -- JSON: the way back to the source
  dropped TEXT NOT NULL,            -- JSON
  repairs TEXT NOT NULL,            -- JSON
  asked TEXT NOT NULL,              -- digest of the source and the options it was read with
  coder TEXT NOT NULL,              -- version of what coded it
  run INTEGER NOT NULL REFERENCES runs (row)
) STRICT;
CREATE INDEX documents_source ON documents (source);
CREATE INDEX documents_asked ON documents (asked);
CREATE INDEX documents_published ON documents (published);

CREATE TABLE reports (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,               -- its place among the document's reports
  anchor_start INTEGER NOT NULL,
  anchor_end INTEGER NOT NULL,
  anchor TEXT NOT NULL,
  UNIQUE (document, n)
) STRICT;

CREATE TABLE claims (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,              -- JSON
  stance TEXT NOT NULL,
  confidence REAL NOT NULL,
  speaker_start INTEGER,
  speaker_end INTEGER,
  speaker TEXT,
  origin_kind TEXT NOT NULL,
  origin_name TEXT NOT NULL,
  origin_version TEXT NOT NULL,
  UNIQUE (report, n)
) STRICT;
CREATE INDEX claims_field ON claims (field, value);

CREATE TABLE claim_spans (
  claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (claim, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  what TEXT NOT NULL,
  low INTEGER NOT NULL,
  high INTEGER,
  period TEXT,
  source_start INTEGER,
  source_end INTEGER,
  source TEXT,
  confidence REAL NOT NULL,
  origin_kind TEXT NOT NULL,
  origin_name TEXT NOT NULL,
  origin_version TEXT NOT NULL,
  UNIQUE (document, n)
) STRICT;

CREATE TABLE issues (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT REFERENCES documents (id) ON DELETE CASCADE,   -- NULL when no document came of it
  code TEXT NOT NULL,
  level TEXT NOT NULL,
  "where" TEXT NOT NULL,
  what TEXT NOT NULL,
  "do" TEXT NOT NULL
) STRICT;
CREATE INDEX issues_document ON issues (document);

-- The review log. A line is added, never changed: undoing a decision is a decision of its own ("undo", its target the id).
CREATE TABLE decisions (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  payload TEXT NOT NULL,            -- JSON
  user TEXT NOT NULL,
  at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_target ON decisions (target);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN
  SELECT RAISE(ABORT, 'decisions are appended, never changed');
END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN
  SELECT RAISE(ABORT, 'decisions are appended, never removed');
END;

-- Words of the documents, kept in step by triggers. Stemming finds "bombings" for "bombing".
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, content = 'documents', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER words_added AFTER INSERT ON documents BEGIN
  INSERT INTO words (rowid, title, text) VALUES (new.row, new.title, new.text);
END;
CREATE TRIGGER words_removed AFTER DELETE ON documents BEGIN
  INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
END;
CREATE TRIGGER words_changed AFTER UPDATE OF title, text ON documents BEGIN
  INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.row, old.title, old.text);
  INSERT INTO words (rowid, title, text) VALUES (new.row, new.title, new.text);
END;

-- Where the claimed places lie; the id is the claim's row.
CREATE VIRTUAL TABLE points USING rtree (row, min_lat, max_lat, min_lon, max_lon);
CREATE TRIGGER points_removed AFTER DELETE ON claims WHEN old.field = 'place' BEGIN
  DELETE FROM points WHERE row = old.row;
END;
