-- Warning points of time limits, signs of danger, and notices to the staff. Rows of matters written before get the columns by
-- `concord rebuild`.
ALTER TABLE matter ADD COLUMN warn_on TEXT;  -- the next warning point of a running clock that was not noted as reached
ALTER TABLE matter ADD COLUMN danger TEXT;   -- untold, seen, confirmed: while somebody has to see to it
CREATE INDEX open_warn ON matter (warn_on) WHERE warn_on IS NOT NULL;
CREATE INDEX open_danger ON matter (id) WHERE danger IS NOT NULL;

-- What calls for somebody of the staff: a read model, of matters (app/src/kit/read_model/notice_rows.rs) and of rosters. What was
-- seen to leaves it, so it holds no more than what is open.
CREATE TABLE notice (
  stream BIGINT NOT NULL,        -- the matter, or the roster
  no BIGINT NOT NULL,            -- the version that it came with
  place BIGINT NOT NULL,         -- among those to whom it goes
  kind TEXT NOT NULL,
  about BIGINT NOT NULL,         -- clock, urging, assignment or note
  code TEXT,                     -- of the matter
  at BIGINT NOT NULL,            -- microseconds UTC
  by_account BIGINT,             -- who caused it: nobody is told what they did themselves
  account BIGINT,
  body BIGINT,
  post TEXT,                     -- of the body: all, routing, supervising
  name_zh TEXT, name_en TEXT,    -- a clock's own name
  due_on TEXT,
  point TEXT,                    -- of a warning: 1/2, soon
  nearness TEXT,                 -- amber, red
  PRIMARY KEY (stream, no, place)
){{clustered}};
CREATE INDEX notice_account ON notice (account, at) WHERE account IS NOT NULL;
CREATE INDEX notice_body ON notice (body, post, at) WHERE body IS NOT NULL;

-- What an account has read: everything up to a moment, and single ones after it. Not derived from events.
CREATE TABLE notice_seen (
  account BIGINT PRIMARY KEY,
  upto BIGINT NOT NULL           -- microseconds UTC
);
CREATE TABLE notice_read (
  account BIGINT NOT NULL,
  stream BIGINT NOT NULL,
  no BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, stream, no)
){{clustered}};
