-- Incidents: which reports tell of one act, and a line of each for lists, facets and maps.
-- Both are derived (claims + decisions + rule); they can be emptied and made again at any time. The line repeats derived
-- values so that a page of 100,000 incidents needs no consolidation; one incident's cells are always derived afresh.

CREATE TABLE incidents (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,               -- the rule that derived the values of this line
  sub_event_type TEXT,
  event_type TEXT,
  status TEXT,
  scope TEXT,
  background INTEGER NOT NULL DEFAULT 0,
  "date" TEXT,                      -- EDTF
  earliest TEXT,
  latest TEXT,
  month TEXT GENERATED ALWAYS AS (CASE WHEN substr(earliest, 1, 7) = substr(latest, 1, 7) THEN substr(earliest, 1, 7) END) STORED,
  place TEXT,                       -- names as printed, smallest first, joined by "; "
  country TEXT,
  adm1 TEXT,
  latitude REAL,
  longitude REAL,
  radius_km REAL,
  where_prec INTEGER,
  perpetrators TEXT,                -- with the stance where it is not told as fact
  perpetrator_kinds TEXT,
  targets TEXT,
  killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
  injured_low INTEGER, injured_best INTEGER, injured_high INTEGER,
  weapons TEXT,
  claimed_by TEXT,
  publishers TEXT,
  anchor TEXT NOT NULL,             -- the words of the first report that tell the act
  n_reports INTEGER NOT NULL,
  n_voices INTEGER NOT NULL,
  confidence REAL,                  -- of the least certain value of the line
  state TEXT NOT NULL DEFAULT 'unreviewed',   -- unreviewed, confirmed, corrected, rejected, disputed
  changed TEXT                      -- ISO time of the last decision, NULL when there is none
) STRICT;
CREATE INDEX incidents_oldest ON incidents (earliest IS NULL, earliest, id);
CREATE INDEX incidents_newest ON incidents (earliest IS NULL, earliest DESC, id);
CREATE INDEX incidents_deadliest ON incidents (killed_best IS NULL, killed_best DESC, id);
CREATE INDEX incidents_least_sure ON incidents (confidence IS NULL, confidence, id);
CREATE INDEX incidents_days ON incidents (earliest, latest);
CREATE INDEX incidents_kind ON incidents (sub_event_type, earliest);
CREATE INDEX incidents_country ON incidents (country, earliest);
CREATE INDEX incidents_state ON incidents (state, confidence);
CREATE INDEX incidents_month ON incidents (month);
CREATE INDEX incidents_type ON incidents (event_type);
CREATE INDEX incidents_adm1 ON incidents (adm1);
CREATE INDEX incidents_scope ON incidents (scope);

CREATE TABLE incident_reports (
  report TEXT PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
  incident TEXT NOT NULL,
  voice TEXT NOT NULL               -- documents that carry the same text speak with one voice
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_reports_incident ON incident_reports (incident);

CREATE VIRTUAL TABLE incident_words USING fts5 (
  anchor, place, perpetrators, targets, content = 'incidents', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER incident_words_added AFTER INSERT ON incidents BEGIN
  INSERT INTO incident_words (rowid, anchor, place, perpetrators, targets)
  VALUES (new.row, new.anchor, new.place, new.perpetrators, new.targets);
END;
CREATE TRIGGER incident_words_removed AFTER DELETE ON incidents BEGIN
  INSERT INTO incident_words (incident_words, rowid, anchor, place, perpetrators, targets)
  VALUES ('delete', old.row, old.anchor, old.place, old.perpetrators, old.targets);
END;
