-- When the roles of staff changed is asked on the pages of parties: looked up among those changes, not among all that was noted.
CREATE INDEX audit_roles ON audit (at) WHERE action IN ('role.given', 'role.taken');
