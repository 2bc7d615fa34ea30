-- A matter's keys stand together: the key of a new report goes to the end of the table, where they stood all over it before.
CREATE TABLE key_of_matter (
  matter BIGINT NOT NULL,
  key_hash TEXT NOT NULL,
  party BIGINT NOT NULL,
  PRIMARY KEY (matter, key_hash)
){{clustered}};
INSERT INTO key_of_matter (matter, key_hash, party) SELECT matter, key_hash, party FROM access_key ORDER BY matter, key_hash;
DROP TABLE access_key;
ALTER TABLE key_of_matter RENAME TO access_key;
