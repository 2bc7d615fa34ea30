-- How many notices were not read stands on every page: counted in the indexes alone.
DROP INDEX notice_account;
CREATE INDEX notice_account ON notice (account, at, by_account, stream, no) WHERE account IS NOT NULL;
DROP INDEX notice_body;
CREATE INDEX notice_body ON notice (body, post, at, by_account, stream, no) WHERE body IS NOT NULL;
