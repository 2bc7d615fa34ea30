-- Independent call-backs that somebody made or tried: a read model, each row a function of one matter's history
-- (app/src/kit/read_model/counted_rows.rs). Which matters were drawn is written nowhere: it follows from the journal
-- (domain/src/sampling.rs).
CREATE TABLE call_back (
  matter BIGINT NOT NULL,
  round TEXT NOT NULL,          -- region and Monday
  state TEXT NOT NULL,          -- waiting, answered, unreachable
  tries BIGINT NOT NULL,
  on_day TEXT NOT NULL,         -- of the latest call
  stars BIGINT,
  resolved TEXT,                -- yes, partly, no
  found TEXT,                   -- what the party says of the agreement
  visited TEXT,                 -- what the body's own return visit had found before
  PRIMARY KEY (matter, round)
){{clustered}};
CREATE INDEX call_back_round ON call_back (round, matter);
