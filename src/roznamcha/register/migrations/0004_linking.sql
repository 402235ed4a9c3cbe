-- What linking leaves beside the incidents. Derived like them, and written anew at each linking.

-- An incident bears the id of the first of its reports. Where that report was read anew and is gone, the id still leads on,
-- to a report that stood beside it.
CREATE TABLE former_incidents (
  id TEXT PRIMARY KEY,
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- In how many stories the words and names of the reports stand, so that a pair can be reckoned without reading all of them.
-- Terms of one story alone are left out; the term "" holds the number of all stories.
CREATE TABLE story_counts (
  kind TEXT NOT NULL,               -- word, name, pair, place, actor, title, line
  term TEXT NOT NULL,
  stories INTEGER NOT NULL,
  PRIMARY KEY (kind, term)
) STRICT, WITHOUT ROWID;
