-- Who wrote which lines of the files of a session. What is there already is found out from its checkpoints.
CREATE TABLE line_owners (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  path_bytes TEXT NOT NULL DEFAULT '',
  blob_id TEXT NOT NULL,
  owners TEXT NOT NULL CHECK (json_valid(owners)),
  PRIMARY KEY (session_id, path, path_bytes)
) STRICT;

ALTER TABLE checkpoints ADD COLUMN owners_known INTEGER NOT NULL DEFAULT 0 CHECK (owners_known IN (0, 1));
