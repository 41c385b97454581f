-- Decisions that can be undone, and which files the user has ticked off.

CREATE TABLE decisions (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'reject', 'undo')),
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

CREATE TABLE viewed_files (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  path_bytes TEXT NOT NULL DEFAULT '',
  -- What the file was when the user ticked it off.
  old_oid TEXT NOT NULL,
  new_oid TEXT NOT NULL,
  PRIMARY KEY (session_id, path, path_bytes)
) STRICT;
