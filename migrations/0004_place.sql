-- Areas and organisations: settings that an operator keeps, not read models.
CREATE TABLE region (
  code TEXT PRIMARY KEY,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  lon TEXT,                      -- decimal degrees, WGS 84
  lat TEXT
);
CREATE TABLE body (
  id {{key}},
  code TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  region TEXT NOT NULL,
  fields TEXT NOT NULL,          -- category codes, comma-separated; empty for all
  opening TEXT NOT NULL,
  phone TEXT,
  address_zh TEXT,
  address_en TEXT,
  closed_at BIGINT               -- no new work from then on
);
-- What a repeated POST answered the first time.
CREATE TABLE idempotency (
  key TEXT NOT NULL,
  actor TEXT NOT NULL,
  request TEXT NOT NULL,         -- hex SHA-256 of method, path and body
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
){{clustered}};
CREATE INDEX idempotency_age ON idempotency (created_at);
-- Lists that a person kept.
CREATE TABLE saved_view (
  id {{key}},
  account BIGINT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX saved_view_account ON saved_view (account, id);
