-- Counting what is pending in every session read whole rows, for several hundred sessions longer than a frame.
CREATE INDEX pending_changes_counts ON pending_changes(session_id, insertions, deletions);
