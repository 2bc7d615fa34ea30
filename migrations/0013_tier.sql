-- Which tier has a matter, and why it stands where it does in a list: the clock that ends first, and how long it stood still.
ALTER TABLE matter ADD COLUMN tier TEXT;
ALTER TABLE matter ADD COLUMN due_clock TEXT;     -- playbook or channel, and the clock in it: general/mediate
ALTER TABLE matter ADD COLUMN due_paused BIGINT;  -- calendar days that did not count, of pauses that are over
ALTER TABLE matter ADD COLUMN lapse_at BIGINT;    -- earliest end of a limit in hours, not yet noted as run out; microseconds UTC
CREATE INDEX open_lapse_at ON matter (lapse_at) WHERE lapse_at IS NOT NULL;

-- Calendars that running clocks were counted with.
CREATE TABLE calendar_counted (
  digest TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);
