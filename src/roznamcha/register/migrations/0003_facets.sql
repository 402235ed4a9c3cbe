-- Counting facets walks this index alone, in the order of its groups, and never opens the wide rows of the table.
CREATE INDEX incidents_facets ON incidents (
  event_type, sub_event_type, country, adm1, state, status, scope, earliest, latest, killed_best, confidence, latitude
);
-- The review queue: what waits, disputes first, then what is unsure, weighed up to sixfold by the dead that hang on it.
CREATE INDEX incidents_waiting ON incidents (
  (state = 'disputed') DESC, ((1 - coalesce(confidence, 0)) * (1 + min(coalesce(killed_best, 0), 50) / 10.0)) DESC, id
) WHERE state IN ('unreviewed', 'disputed');
DROP INDEX incidents_type;
DROP INDEX incidents_scope;
