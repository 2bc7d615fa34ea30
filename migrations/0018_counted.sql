-- What rates count (docs/rates.md): read models, each row a function of one matter's history (app/src/kit/read_model/counted_rows.rs).
-- Matters from before get their rows by `concord rebuild`.

-- Every conclusion; a later one takes none away.
CREATE TABLE ending (
  matter BIGINT NOT NULL,
  no BIGINT NOT NULL,
  at BIGINT NOT NULL,           -- microseconds UTC
  body BIGINT NOT NULL,         -- who had it then
  field TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (matter, no)
){{clustered}};
-- What drawings are made from: a stretch of time of everything that ended.
CREATE INDEX ending_at ON ending (at, matter);

-- One line for each thing that a rate counts; counters are their sums.
CREATE TABLE counted (
  matter BIGINT NOT NULL,
  rate TEXT NOT NULL,
  no BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  body BIGINT NOT NULL,         -- that it speaks about
  hit BIGINT NOT NULL,          -- 1: has what the rate is a share of
  PRIMARY KEY (matter, rate, no)
){{clustered}};
