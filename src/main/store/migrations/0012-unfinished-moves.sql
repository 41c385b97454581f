-- What a session is moving at this moment, in several places one after the other; a row that a kill left is settled.
CREATE TABLE IF NOT EXISTS unfinished_moves (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  move TEXT NOT NULL CHECK (json_valid(move)),
  PRIMARY KEY (session_id, kind)
) STRICT;
