-- Who signs in. Rows here are not derived from events: an account is the installation's own matter, not a case's.

CREATE TABLE account (
    id            BIGINT NOT NULL PRIMARY KEY,
    login         TEXT   NOT NULL UNIQUE, -- lower case
    name          TEXT   NOT NULL,
    password_hash TEXT,                   -- PHC string; without one nobody signs in
    disabled_at   BIGINT,
    created_at    BIGINT NOT NULL
);

CREATE TABLE role_held (
    account BIGINT NOT NULL REFERENCES account (id),
    role    TEXT   NOT NULL,
    body    BIGINT NOT NULL,              -- its region is what the role covers
    PRIMARY KEY (account, role, body)
) {{clustered}};

CREATE INDEX role_held_body ON role_held (body, role);

CREATE TABLE sign_in_session (
    token_hash TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the cookie, hexadecimal
    account    BIGINT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,             -- whatever happens in between
    user_agent TEXT   NOT NULL
);

CREATE INDEX sign_in_session_account ON sign_in_session (account);

CREATE TABLE api_token (
    token_hash   TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the token, hexadecimal
    account      BIGINT NOT NULL REFERENCES account (id),
    label        TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at   BIGINT
);

CREATE INDEX api_token_account ON api_token (account);

-- One row for each key being counted; a row whose time has passed says nothing and may go.
CREATE TABLE rate (
    key_hash TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the key, so that no address or mistyped password stays
    clear_at BIGINT NOT NULL              -- when nothing of what was counted is left
) {{clustered}};

CREATE TABLE audit (
    id     {{serial}},
    at     BIGINT NOT NULL,
    actor  TEXT   NOT NULL,
    action TEXT   NOT NULL,
    detail TEXT   NOT NULL
);

CREATE INDEX audit_at ON audit (at);
