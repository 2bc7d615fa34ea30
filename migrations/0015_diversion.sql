-- Diversion: what came from other bodies with their papers, what went to others, and written advice that is to be handed over. A read
-- model: each row a function of one matter's history (app/src/kit/read_model/diversion_rows.rs).
CREATE TABLE diversion (
  matter BIGINT NOT NULL,
  way TEXT NOT NULL,            -- in, out, advice
  no BIGINT NOT NULL,           -- of the arrival or diversion; of advice the party
  body BIGINT NOT NULL,         -- who owes the sender an answer, or sent it, or hands the advice over
  peer BIGINT,                  -- the sender or receiver, where it is known here
  kind TEXT NOT NULL,           -- police, court, petition …; of advice how the matter ended
  state TEXT NOT NULL,          -- in: sign, work, answer, answered, returned; out: sent, signed, refused, recalled, told, ended; advice: hand
  on_day TEXT NOT NULL,
  wanted_on TEXT NOT NULL,      -- by when the next word is due; 9999-12-31 for none
  PRIMARY KEY (matter, way, no)
){{clustered}};
CREATE INDEX diversion_open ON diversion (body, way, wanted_on, matter) WHERE state IN ('sign', 'work', 'answer', 'sent', 'signed', 'hand');
CREATE INDEX diversion_peer ON diversion (peer, way, wanted_on, matter) WHERE peer IS NOT NULL AND state IN ('sign', 'work', 'answer', 'sent', 'signed');
