-- The whole database as the newest migration leaves it; a new file is made from this in one go.
-- Connections set WAL and foreign keys themselves (open-database.ts): pragmas do nothing inside a transaction.
-- Times are milliseconds since the epoch; columns named after a JSON value hold its text.

CREATE TABLE IF NOT EXISTS repositories (
  id TEXT PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  trusted INTEGER NOT NULL DEFAULT 0 CHECK (trusted IN (0, 1)),
  opened_at INTEGER NOT NULL,
  -- Taken out of the list by the user; its sessions stay until it is opened again.
  forgotten INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1))
) STRICT;

CREATE TABLE IF NOT EXISTS sessions (
  id TEXT PRIMARY KEY,
  repository_id TEXT NOT NULL REFERENCES repositories(id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('preparing', 'ready', 'failed')),
  failure TEXT,
  -- What the session was asked to start from; what it did start from is in session_worktrees.
  base_ref TEXT,
  unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1)),
  -- No event takes a position at or below this one. Compaction deletes rows, possibly the last.
  seq_floor INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  archived_at INTEGER,
  -- In the bin since then; `archived_at` stays, so that taking it back is exact.
  deleted_at INTEGER,
  -- On its way out for good: what is left of it is taken away by this or the next run.
  removing INTEGER NOT NULL DEFAULT 0 CHECK (removing IN (0, 1)),
  CHECK ((status = 'failed') = (failure IS NOT NULL))
) STRICT;

CREATE INDEX IF NOT EXISTS sessions_by_repository ON sessions(repository_id, updated_at);

CREATE TABLE IF NOT EXISTS session_worktrees (
  session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  branch TEXT NOT NULL,
  base_commit TEXT NOT NULL,
  base_ref TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS agent_sessions (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  agent TEXT NOT NULL,
  backend TEXT NOT NULL CHECK (backend IN ('acp')),
  status TEXT NOT NULL CHECK (status IN ('starting', 'idle', 'running', 'awaiting', 'stopped', 'failed')),
  native_session_id TEXT,
  -- The options the user chose, by option id: applied again when the conversation is brought back.
  chosen_options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(chosen_options)),
  error TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Set while the earlier conversation is gone: undecided (lost), or what the user decided and is still to be done.
  context TEXT CHECK (context IN ('lost', 'fresh', 'summary', 'summary-due')),
  -- Conversations that a new one took the place of, oldest first.
  earlier_native_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(earlier_native_ids)),
  PRIMARY KEY (session_id, agent)
) STRICT;

CREATE TABLE IF NOT EXISTS turns (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  agent TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'starting', 'running', 'awaiting', 'ended')),
  stop_reason TEXT
    CHECK (stop_reason IN ('end_turn', 'cancelled', 'refused', 'limit', 'failed', 'interrupted')),
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  -- Can be large: columns before it are read without it.
  prompt TEXT NOT NULL CHECK (json_valid(prompt)),
  error TEXT CHECK (json_valid(error)),
  -- When the prompt was handed to its agent.
  sent_at INTEGER,
  -- When the user asked the agent to stop.
  stop_asked_at INTEGER,
  -- What the user made of an interrupted turn.
  resolution TEXT CHECK (resolution IN ('continued', 'dismissed')),
  -- How it runs where others of its session run; without it they wait for each other.
  overlap TEXT CHECK (overlap IN ('beside', 'read-only')),
  -- True once the log says that it ended.
  end_told INTEGER NOT NULL DEFAULT 0 CHECK (end_told IN (0, 1)),
  CHECK ((status = 'ended') = (stop_reason IS NOT NULL)),
  CHECK ((status = 'ended') = (ended_at IS NOT NULL))
) STRICT;

CREATE INDEX IF NOT EXISTS turns_by_session ON turns(session_id, position);
CREATE INDEX IF NOT EXISTS turns_open ON turns(session_id, position) WHERE status <> 'ended';
CREATE INDEX IF NOT EXISTS turns_started ON turns(session_id, started_at) WHERE started_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS turns_sent ON turns(session_id, agent) WHERE sent_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS turns_overlapping ON turns(session_id)
  WHERE status <> 'ended' AND overlap IS NOT NULL;
CREATE INDEX IF NOT EXISTS turns_untold ON turns(session_id, position)
  WHERE status = 'ended' AND started_at IS NOT NULL AND end_told = 0;

-- With a rowid although its key is unique: bodies are far larger than WITHOUT ROWID is made for.
CREATE TABLE IF NOT EXISTS events (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL CHECK (seq > 0),
  turn_id TEXT,
  agent TEXT NOT NULL,
  kind TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('live', 'replay', 'synthetic')),
  ts INTEGER NOT NULL,
  -- The message or tool call the event is a part of, as its agent calls it.
  message_id TEXT,
  parent_tool_call_id TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (session_id, seq)
) STRICT;

CREATE INDEX IF NOT EXISTS events_landmarks ON events(session_id, kind, seq)
  WHERE kind IN ('turn_started', 'commands', 'config', 'session_info', 'usage');

CREATE TABLE IF NOT EXISTS checkpoints (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  commit_id TEXT NOT NULL,
  tree_id TEXT NOT NULL,
  turn_id TEXT,
  phase TEXT NOT NULL CHECK (phase IN ('turn-start', 'turn-end', 'decision', 'outside', 'manual')),
  author TEXT NOT NULL CHECK (json_valid(author)),
  created_at INTEGER NOT NULL,
  -- Whether line_owners is as of this checkpoint, if it is the last one.
  owners_known INTEGER NOT NULL DEFAULT 0 CHECK (owners_known IN (0, 1)),
  PRIMARY KEY (session_id, ordinal)
) STRICT;

-- Who wrote which lines of the files that were touched in a session, as of its last checkpoint.
CREATE TABLE IF NOT EXISTS line_owners (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  path_bytes TEXT NOT NULL DEFAULT '',
  -- The content whose lines are meant; zeros when the file is gone.
  blob_id TEXT NOT NULL,
  owners TEXT NOT NULL CHECK (json_valid(owners)),
  PRIMARY KEY (session_id, path, path_bytes)
) STRICT;

CREATE TABLE IF NOT EXISTS pending_changes (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  -- Base64 where the name is not UTF-8, else empty: two such names may read the same in path.
  path_bytes TEXT NOT NULL DEFAULT '',
  change_id TEXT NOT NULL,
  old_path TEXT,
  status TEXT NOT NULL CHECK (status IN ('added', 'modified', 'deleted', 'renamed', 'type-changed')),
  old_mode TEXT NOT NULL,
  new_mode TEXT NOT NULL,
  old_oid TEXT NOT NULL,
  new_oid TEXT NOT NULL,
  is_binary INTEGER NOT NULL CHECK (is_binary IN (0, 1)),
  is_symlink INTEGER NOT NULL CHECK (is_symlink IN (0, 1)),
  is_submodule INTEGER NOT NULL CHECK (is_submodule IN (0, 1)),
  insertions INTEGER NOT NULL,
  deletions INTEGER NOT NULL,
  -- Who touched the file last: an agent's id, 'user' or 'unknown'. Everybody is in authors.
  agent TEXT NOT NULL,
  authors TEXT NOT NULL CHECK (json_valid(authors)),
  PRIMARY KEY (session_id, path, path_bytes)
) STRICT;

-- The list of sessions counts what is pending in each: this holds all it needs, and not the rows' long texts.
CREATE INDEX IF NOT EXISTS pending_changes_counts ON pending_changes(session_id, insertions, deletions);

CREATE TABLE IF NOT EXISTS decisions (
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

CREATE TABLE IF NOT EXISTS viewed_files (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  path_bytes TEXT NOT NULL DEFAULT '',
  -- What the file was when the user ticked it off.
  old_oid TEXT NOT NULL,
  new_oid TEXT NOT NULL,
  -- Empty where a file was ticked off before its mode counted too.
  old_mode TEXT NOT NULL DEFAULT '',
  new_mode TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (session_id, path, path_bytes)
) STRICT;

-- What the user says about lines, to be sent back to the agents that wrote them.
CREATE TABLE IF NOT EXISTS comments (
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

CREATE INDEX IF NOT EXISTS comments_by_session ON comments(session_id, state);
CREATE INDEX IF NOT EXISTS comments_by_turn ON comments(turn_id) WHERE turn_id IS NOT NULL;

-- Prompts that are being written; attachments apart, as they are large and seldom change.
CREATE TABLE IF NOT EXISTS drafts (
  session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (json_valid(body)),
  attachments TEXT NOT NULL CHECK (json_valid(attachments))
) STRICT;

-- Comments that are being written: a crash must not lose them.
CREATE TABLE IF NOT EXISTS comment_drafts (
  session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  drafts TEXT NOT NULL CHECK (json_valid(drafts))
) STRICT;

-- What a session is moving at this moment, in several places one after the other; a row that a kill left is settled.
CREATE TABLE IF NOT EXISTS unfinished_moves (
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  move TEXT NOT NULL CHECK (json_valid(move)),
  PRIMARY KEY (session_id, kind)
) STRICT;

CREATE TABLE IF NOT EXISTS settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
