-- A rewind is a decision, too: of work that was done, and not only of what is pending.

ALTER TABLE decisions RENAME TO decisions_before;

CREATE TABLE decisions (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'reject', 'rewind', 'undo')),
  -- The tree the decision moved, and the commits it moved it between.
  moved TEXT NOT NULL CHECK (moved IN ('accepted', 'worktree')),
  before_commit TEXT NOT NULL,
  after_commit TEXT NOT NULL,
  what TEXT NOT NULL CHECK (json_valid(what)),
  undoes INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, ordinal),
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;

INSERT INTO decisions SELECT * FROM decisions_before;
DROP TABLE decisions_before;
