-- What the user says about lines, to be sent back to the agents that wrote them.
CREATE TABLE comments (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  path_bytes TEXT NOT NULL DEFAULT '',
  side TEXT NOT NULL CHECK (side IN ('old', 'new')),
  -- Its lines in found_blob, where they were found last; none when the file as a whole is meant.
  first_line INTEGER,
  last_line INTEGER,
  found_blob TEXT NOT NULL,
  -- What the file was when that was looked at last.
  seen_blob TEXT NOT NULL,
  outdated INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1)),
  -- What it was made on.
  made_blob TEXT NOT NULL,
  made_line INTEGER,
  quote TEXT NOT NULL,
  quote_cut INTEGER NOT NULL CHECK (quote_cut IN (0, 1)),
  -- The agent that wrote the lines, if one did.
  author TEXT,
  text TEXT NOT NULL,
  -- A sent one whose prompt never reached its agent counts as open.
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'resolved')),
  resolution TEXT CHECK (resolution IN ('user', 'changed', 'gone')),
  turn_id TEXT REFERENCES turns(id) ON DELETE SET NULL,
  sent_to TEXT,
  sent_at INTEGER,
  created_at INTEGER NOT NULL,
  resolved_at INTEGER,
  CHECK ((first_line IS NULL) = (last_line IS NULL) AND (first_line IS NULL) = (made_line IS NULL)),
  CHECK ((state = 'resolved') = (resolution IS NOT NULL) AND (state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK ((sent_to IS NULL) = (sent_at IS NULL))
) STRICT;

CREATE INDEX comments_by_session ON comments(session_id, state);
CREATE INDEX comments_by_turn ON comments(turn_id) WHERE turn_id IS NOT NULL;
