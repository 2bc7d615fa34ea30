-- Who opened a matter's file, once for each person and day: the party can see it (PRODUCT.md, rights 4).
CREATE TABLE look (
  matter BIGINT NOT NULL,
  day TEXT NOT NULL,
  account BIGINT NOT NULL,
  body BIGINT NOT NULL,         -- the post in which it was opened
  at BIGINT NOT NULL,           -- the first time that day, microseconds UTC
  PRIMARY KEY (matter, day, account)
){{clustered}};
