-- Who is still to be asked for a judgement: a read model, each row a function of one matter's history
-- (app/src/kit/read_model/counted_rows.rs). An answer, a refusal, too many calls in vain or the archive takes a row away.
CREATE TABLE rating_request (
  matter BIGINT NOT NULL,
  party BIGINT NOT NULL,
  role TEXT NOT NULL,
  person BIGINT NOT NULL,       -- key into sealed
  occasion TEXT NOT NULL,       -- conclusion, visit
  since_on TEXT NOT NULL,       -- the day of the conclusion, or of the return visit
  tries BIGINT NOT NULL,
  tried_on TEXT,                -- the latest call
  tried TEXT,                   -- not_reached, later
  own BIGINT NOT NULL,          -- 1: people of a body that had the matter took it down, which does not count
  body BIGINT NOT NULL,         -- who concluded it
  region TEXT NOT NULL,
  city TEXT, county TEXT, town TEXT, village TEXT,
  PRIMARY KEY (matter, party)
){{clustered}};
CREATE INDEX rating_request_since ON rating_request (since_on, matter, party);
CREATE INDEX rating_request_city ON rating_request (city, since_on, matter, party);
CREATE INDEX rating_request_county ON rating_request (county, since_on, matter, party);
CREATE INDEX rating_request_town ON rating_request (town, since_on, matter, party);
CREATE INDEX rating_request_village ON rating_request (village, since_on, matter, party);
CREATE INDEX rating_request_body ON rating_request (body, since_on, matter, party);

-- Who answers for an open matter while its lead has not signed: lists by body look there too.
ALTER TABLE matter ADD COLUMN held_by BIGINT;
CREATE INDEX open_held_by ON matter (held_by, id) WHERE held_by IS NOT NULL;
