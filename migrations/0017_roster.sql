-- Duty rosters: read models of the streams of rosters, whose number is that of their body below zero
-- (app/src/kit/read_model/roster_rows.rs).
CREATE TABLE roster (
  stream {{key}},
  body BIGINT NOT NULL,
  plan TEXT NOT NULL             -- JSON: shifts, exceptions, swaps that wait for an answer
);
CREATE UNIQUE INDEX roster_body ON roster (body);

-- What a shift left to the next.
CREATE TABLE duty_note (
  stream BIGINT NOT NULL,
  no BIGINT NOT NULL,
  body BIGINT NOT NULL,
  shift BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  by_account BIGINT NOT NULL,
  at BIGINT NOT NULL,            -- microseconds UTC
  text BIGINT NOT NULL,          -- key into sealed
  signed_by BIGINT,
  signed_at BIGINT,
  PRIMARY KEY (stream, no)
){{clustered}};
