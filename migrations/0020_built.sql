-- By which version of the program's definitions the read models were made; another one makes them anew at its first start.
CREATE TABLE built (
  name TEXT PRIMARY KEY,
  version TEXT NOT NULL
);
