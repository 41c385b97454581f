// Nobody can run or withdraw a turn that cannot be read, so nothing waits for it.
const READABLE = `CASE WHEN json_valid(prompt) THEN json_type(prompt) = 'array' END`;

/** The first turn of each session that has not ended. */
export const FIRST_OPEN = `SELECT turns.* FROM (
     SELECT session_id, min(position) AS position FROM turns
     WHERE status <> 'ended' AND (${READABLE}) GROUP BY session_id
   ) AS first JOIN turns USING (session_id, position) ORDER BY session_id`;

/** The first turn of each agent that has not ended, in the sessions of the turns in `?` and of any that overlaps. */
export const FIRST_OF_AGENTS = `SELECT turns.* FROM (
     SELECT session_id, min(position) AS position FROM turns
     WHERE status <> 'ended' AND (${READABLE}) AND session_id IN (
       SELECT session_id FROM turns WHERE id IN (SELECT value FROM json_each(?))
       UNION SELECT session_id FROM turns WHERE status <> 'ended' AND overlap IS NOT NULL)
     GROUP BY session_id, agent
   ) AS first JOIN turns USING (session_id, position) ORDER BY session_id, position`;

/** How the turn at work in each session of `?` stands; where none is, of the latest turn of each agent the one that ended last. */
export const LATEST_STATES = `SELECT session_id, status, stop_reason, CASE WHEN stop_reason = 'failed' THEN error END AS error,
     CASE WHEN stop_reason = 'interrupted' THEN resolution END AS resolution
   FROM json_each(?) AS asked JOIN turns ON turns.id = coalesce(
     (SELECT id FROM turns
      WHERE session_id = asked.value AND status <> 'ended' AND status <> 'queued'
      ORDER BY status = 'awaiting' DESC, position DESC LIMIT 1),
     (SELECT id FROM (
        SELECT id, max(position) AS position, ended_at FROM (
          SELECT id, agent, position, ended_at FROM turns
          WHERE session_id = asked.value AND started_at IS NOT NULL ORDER BY position DESC LIMIT 20)
        GROUP BY agent)
      ORDER BY ended_at DESC, position DESC LIMIT 1))`;
