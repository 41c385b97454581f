-- What a restart needs to know: whether a prompt reached its agent, what became of an interrupted turn, whether an
-- agent still has its conversation, and what was being written.

ALTER TABLE turns ADD COLUMN sent_at INTEGER;
ALTER TABLE turns ADD COLUMN stop_asked_at INTEGER;
ALTER TABLE turns ADD COLUMN resolution TEXT CHECK (resolution IN ('continued', 'dismissed'));
UPDATE turns SET sent_at = started_at;
CREATE INDEX IF NOT EXISTS turns_sent ON turns(session_id, agent) WHERE sent_at IS NOT NULL;

ALTER TABLE agent_sessions ADD COLUMN context TEXT CHECK (context IN ('lost', 'fresh', 'summary', 'summary-due'));
ALTER TABLE agent_sessions ADD COLUMN earlier_native_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(earlier_native_ids));

CREATE TABLE IF NOT EXISTS drafts (
  session_id TEXT PRIMARY KEY REFERENCES sessions(id) ON DELETE CASCADE,
  body TEXT NOT NULL CHECK (json_valid(body)),
  attachments TEXT NOT NULL CHECK (json_valid(attachments))
) STRICT;
