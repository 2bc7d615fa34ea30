-- Matters that belong together, and those of many applicants. Rows written before get them by `concord rebuild`.
ALTER TABLE matter ADD COLUMN relatives BIGINT NOT NULL DEFAULT 0;   -- linked, gathered here, or gathering it
ALTER TABLE matter ADD COLUMN applicants BIGINT NOT NULL DEFAULT 1;  -- who have not left
