-- What the dashboard's figures lead to: matters by whether they were taken on and ended in time (app/src/kit/read_model/promise.rs).
-- Rows written before get them by `concord rebuild`.
ALTER TABLE matter ADD COLUMN taken_on TEXT;       -- accepted, where a limit ran for it
ALTER TABLE matter ADD COLUMN taken_late BIGINT;   -- 1 where that was after the limit
ALTER TABLE matter ADD COLUMN ended_late BIGINT;   -- 1 where any limit was overrun by the end

-- The shapes of areas, for maps: a GeoJSON Polygon or MultiPolygon in WGS 84. Settings that an operator keeps.
CREATE TABLE region_outline (
  code TEXT PRIMARY KEY,
  parent TEXT NOT NULL,          -- the region directly above; empty for none
  geometry TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX region_outline_parent ON region_outline (parent, code);
