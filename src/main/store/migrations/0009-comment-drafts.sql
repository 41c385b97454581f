-- Comments that are being written: a crash must not lose them.
CREATE TABLE comment_drafts (
  session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  drafts TEXT NOT NULL CHECK (json_valid(drafts))
) STRICT;
