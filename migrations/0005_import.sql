-- How far the import of a file has come. The same file with the same mapping goes on where it stopped.
CREATE TABLE import_run (
  file TEXT NOT NULL,           -- hex SHA-256 of the file
  mapping TEXT NOT NULL,        -- hex SHA-256 of the mapping file
  source TEXT NOT NULL,
  rows_done BIGINT NOT NULL,
  created BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  left_out BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  PRIMARY KEY (file, mapping)
){{clustered}};
