-- Read models of matters: each row is a function of one matter's history (app/src/kit/read_model/).

CREATE TABLE matter (
  id {{key}},
  code TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  region TEXT NOT NULL,
  city TEXT, county TEXT, town TEXT, village TEXT,
  category TEXT NOT NULL,
  field TEXT NOT NULL,          -- the top of the category's branch
  channel TEXT NOT NULL,
  urgency TEXT NOT NULL,
  body BIGINT NOT NULL,
  mediator BIGINT,
  filed_by BIGINT,
  opened_at BIGINT NOT NULL,
  opened_on TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  accepted_on TEXT,
  concluded_on TEXT,
  archived_on TEXT,
  due_on TEXT,                  -- earliest end of a running clock
  lapse_on TEXT,                -- the same, of clocks not yet noted as run out
  next_step TEXT NOT NULL,
  next_on TEXT,
  reopened BIGINT NOT NULL,
  stars BIGINT,                 -- mean of the parties' ratings × 100
  amount BIGINT,                -- cents
  reports BIGINT NOT NULL,
  applicant BIGINT,             -- keys into sealed
  respondent BIGINT,
  narrative BIGINT NOT NULL,
  merged_into TEXT
);
CREATE INDEX matter_city ON matter (city, id);
CREATE INDEX matter_county ON matter (county, id);
CREATE INDEX matter_town ON matter (town, id);
CREATE INDEX matter_county_field ON matter (county, field, id);
CREATE INDEX matter_owner ON matter (body, id);
CREATE INDEX matter_mediator ON matter (mediator, id) WHERE mediator IS NOT NULL;
CREATE INDEX matter_filed_by ON matter (filed_by, id) WHERE filed_by IS NOT NULL;
-- Working lists: they hold what is open, so they never grow with history.
CREATE INDEX open_city ON matter (city, status, id) WHERE concluded_on IS NULL;
CREATE INDEX open_county ON matter (county, status, id) WHERE concluded_on IS NULL;
CREATE INDEX open_town ON matter (town, status, id) WHERE concluded_on IS NULL;
CREATE INDEX open_body ON matter (body, status, id) WHERE concluded_on IS NULL;
CREATE INDEX open_due ON matter (county, due_on, id) WHERE concluded_on IS NULL;
CREATE INDEX open_lapse ON matter (lapse_on) WHERE lapse_on IS NOT NULL;
CREATE INDEX live_mediator ON matter (mediator, next_on, id) WHERE archived_on IS NULL;
CREATE INDEX live_concluded ON matter (concluded_on, id) WHERE concluded_on IS NOT NULL AND archived_on IS NULL;

-- Bodies with work on a matter.
CREATE TABLE matter_body (
  matter BIGINT NOT NULL,
  body BIGINT NOT NULL,
  duty TEXT NOT NULL,
  open BIGINT NOT NULL,         -- 1 while the matter is not concluded
  PRIMARY KEY (matter, body)
){{clustered}};
CREATE INDEX matter_body_open ON matter_body (body, matter) WHERE open = 1;

-- Keys printed for parties: hex SHA-256.
CREATE TABLE access_key (
  key_hash TEXT NOT NULL,
  matter BIGINT NOT NULL,
  party BIGINT NOT NULL,
  PRIMARY KEY (key_hash, matter)
){{clustered}};

-- Where an import's row went.
CREATE TABLE report_source (
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  matter BIGINT NOT NULL,
  report BIGINT NOT NULL,
  PRIMARY KEY (source, external_id, matter)
){{clustered}};

-- Meetings and return visits to come, for diaries.
CREATE TABLE diary (
  matter BIGINT NOT NULL,
  kind TEXT NOT NULL,           -- session, visit, obligation
  no BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  at BIGINT,
  account BIGINT,
  body BIGINT NOT NULL,
  PRIMARY KEY (matter, kind, no)
){{clustered}};
CREATE INDEX diary_account ON diary (account, on_day, matter);
CREATE INDEX diary_body ON diary (body, on_day, matter);
