-- Who has a matter's page open, as one process tells the others on the same database. Leases: a row whose time has passed says
-- nothing. With one process, as on SQLite, the table stays empty.

CREATE TABLE presence (
  process BIGINT NOT NULL,
  matter BIGINT NOT NULL,
  account BIGINT NOT NULL,
  writing_until BIGINT NOT NULL, -- microseconds UTC; 0 while only looking
  until BIGINT NOT NULL,
  PRIMARY KEY (process, matter, account)
) {{clustered}};
