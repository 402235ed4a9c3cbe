-- What a new report is placed by without reading all the others. Derived by linking, and written anew by `link --anew`.

-- The days, places, names and rare words under which a report is found. What is read anew may leave rows behind, which lead nowhere.
CREATE TABLE link_keys (
  key INTEGER NOT NULL,             -- digest of the key
  day INTEGER NOT NULL,             -- of publication or of the act, as an ordinal
  report INTEGER NOT NULL,          -- row in `reports`
  PRIMARY KEY (key, day, report)
) STRICT, WITHOUT ROWID;

-- Lines of texts with the first few titles over which they were printed: what stands under several is furniture.
CREATE TABLE common_lines (
  line INTEGER NOT NULL,            -- digest of the line
  title INTEGER NOT NULL,           -- digest of the title
  PRIMARY KEY (line, title)
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_reports_voice ON incident_reports (voice);
