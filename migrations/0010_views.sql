-- Kept lists that stand in the menu, in the order in which they were put there.
ALTER TABLE saved_view ADD COLUMN pinned_at BIGINT;
