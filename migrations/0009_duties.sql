-- Work between bodies: read models, each row a function of one matter's history (app/src/kit/read_model/duty_rows.rs).

-- Who was responsible when. A stay that lasts ends on 9999-12-31.
CREATE TABLE holding (
  matter BIGINT NOT NULL,
  no BIGINT NOT NULL,
  body BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  from_at BIGINT NOT NULL,      -- microseconds UTC
  until_at BIGINT,
  paused_days BIGINT NOT NULL,  -- calendar days of it in which a rule held the time limits
  PRIMARY KEY (matter, no)
){{clustered}};
CREATE INDEX holding_body ON holding (body, until_on, matter);

-- What each body promised to do in time: missed when it was met, or today is, after its day.
CREATE TABLE promise (
  matter BIGINT NOT NULL,
  kind TEXT NOT NULL,           -- clock, receipt, reply, dispute, task, urging
  no BIGINT NOT NULL,
  body BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  met_on TEXT,
  appeal TEXT NOT NULL,         -- none, open, judged
  lifted BIGINT NOT NULL,       -- 1: the mark does not count
  PRIMARY KEY (matter, kind, no)
){{clustered}};
CREATE INDEX promise_body ON promise (body, due_on, matter);
CREATE INDEX promise_appeal ON promise (body, matter) WHERE appeal = 'open';

-- Work given to bodies; lists read what is open.
CREATE TABLE work (
  matter BIGINT NOT NULL,
  no BIGINT NOT NULL,
  body BIGINT NOT NULL,
  duty TEXT NOT NULL,
  given_by BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  sign_by TEXT,
  due_on TEXT,
  received_on TEXT,
  state TEXT NOT NULL,          -- sign, answer, replied, returned, ended
  handing BIGINT,               -- the body that is asked to take it over
  asked_until TEXT,             -- more time that was asked for
  wanted_on TEXT NOT NULL,      -- the receipt's or the answer's last day; 9999-12-31 for none
  PRIMARY KEY (matter, no)
){{clustered}};
CREATE INDEX work_open ON work (body, wanted_on, matter) WHERE state IN ('sign', 'answer');
CREATE INDEX work_given ON work (given_by, wanted_on, matter) WHERE state IN ('sign', 'answer');
CREATE INDEX work_handing ON work (handing, matter) WHERE handing IS NOT NULL;

CREATE TABLE dispute (
  matter BIGINT NOT NULL,
  no BIGINT NOT NULL,
  city TEXT, county TEXT,
  category TEXT NOT NULL,
  field TEXT NOT NULL,
  raised_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  decider BIGINT NOT NULL,
  ended_on TEXT,
  decided_on TEXT,
  responsible BIGINT,
  duty TEXT,                    -- id of the duty list
  point BIGINT,                 -- key into sealed: the rule, without names
  PRIMARY KEY (matter, no)
){{clustered}};
CREATE INDEX dispute_decided ON dispute (city, decided_on, matter) WHERE decided_on IS NOT NULL;
CREATE INDEX dispute_open ON dispute (decider, due_on, matter) WHERE decided_on IS NULL AND ended_on IS NULL;

CREATE TABLE hard_matter (
  matter {{key}},
  sponsor BIGINT,               -- account of the leader who sees to it
  joint_lead BIGINT,
  stage TEXT                    -- consult, judge, resolve: the furthest taken
);
CREATE INDEX hard_sponsor ON hard_matter (sponsor, matter) WHERE sponsor IS NOT NULL;

CREATE TABLE urging (
  matter BIGINT NOT NULL,
  no BIGINT NOT NULL,
  given_by BIGINT NOT NULL,
  body BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  answer_by TEXT NOT NULL,
  answered_on TEXT,
  ended_on TEXT,
  PRIMARY KEY (matter, no)
){{clustered}};
CREATE INDEX urging_open ON urging (body, answer_by, matter) WHERE answered_on IS NULL AND ended_on IS NULL;
CREATE INDEX urging_given ON urging (given_by, answer_by, matter) WHERE answered_on IS NULL AND ended_on IS NULL;
