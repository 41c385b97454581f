-- Whether the log says that a turn ended: looking for that in the log took seconds in a large one.
ALTER TABLE turns ADD COLUMN end_told INTEGER NOT NULL DEFAULT 0 CHECK (end_told IN (0, 1));
UPDATE turns SET end_told = 1 WHERE status = 'ended';
CREATE INDEX IF NOT EXISTS turns_untold ON turns(session_id, position)
  WHERE status = 'ended' AND started_at IS NOT NULL AND end_told = 0;
