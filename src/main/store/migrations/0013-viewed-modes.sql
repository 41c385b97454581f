-- A file that was ticked off is another one when its mode changes; of those from before nobody knows it.
ALTER TABLE viewed_files ADD COLUMN old_mode TEXT NOT NULL DEFAULT '';
ALTER TABLE viewed_files ADD COLUMN new_mode TEXT NOT NULL DEFAULT '';
