-- What the store itself keeps. Tokens in double braces and the blocks "only …" are resolved by store/src/migrate.rs.

CREATE TABLE event (
  seq {{serial}},
  stream BIGINT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL,
  chain TEXT NOT NULL,
  UNIQUE (stream, version)
);

CREATE TABLE sealed (
  id BIGINT PRIMARY KEY,
  stream BIGINT NOT NULL,
  kind TEXT NOT NULL,
  salt TEXT NOT NULL,
  body TEXT,
  erased_at BIGINT
);
CREATE INDEX sealed_stream ON sealed (stream);

-- The day stands before the value: a sum over a period is then one stretch of the key, however long the history.
CREATE TABLE tally (
  region TEXT NOT NULL,
  measure TEXT NOT NULL,
  dimension TEXT NOT NULL,
  day TEXT NOT NULL,
  value TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (region, measure, dimension, day, value)
) {{clustered}};

CREATE TABLE tally_month (
  region TEXT NOT NULL,
  measure TEXT NOT NULL,
  dimension TEXT NOT NULL,
  month TEXT NOT NULL,
  value TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (region, measure, dimension, month, value)
) {{clustered}};

-- only sqlite
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
-- end
-- only postgres
CREATE TABLE search (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX search_words ON search USING GIN (words);
-- end

CREATE TABLE job (
  id {{serial}},
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  state TEXT NOT NULL,
  lease_until BIGINT,
  last_error TEXT
);
CREATE UNIQUE INDEX job_ready_key ON job (kind, key) WHERE state = 'ready';
CREATE INDEX job_ready ON job (run_at) WHERE state = 'ready';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';

CREATE TABLE file (
  id BIGINT PRIMARY KEY,
  stream BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX file_stream ON file (stream);
CREATE INDEX file_sha256 ON file (sha256);
