-- How a turn runs where others of its session run; until now a row of the settings.
ALTER TABLE turns ADD COLUMN overlap TEXT CHECK (overlap IN ('beside', 'read-only'));
UPDATE turns SET overlap = (
  SELECT choice.value FROM settings, json_each(settings.value) AS choice
  WHERE settings.key = 'overlappingTurns' AND choice.key = turns.id AND choice.value IN ('beside', 'read-only')
) WHERE EXISTS (SELECT 1 FROM settings WHERE settings.key = 'overlappingTurns' AND json_valid(settings.value));
DELETE FROM settings WHERE key = 'overlappingTurns';
CREATE INDEX IF NOT EXISTS turns_overlapping ON turns(session_id)
  WHERE status <> 'ended' AND overlap IS NOT NULL;
