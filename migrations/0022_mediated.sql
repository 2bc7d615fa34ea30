-- What nobody mediates yet stood in both indexes of mediators, under nobody: each report wrote there for no reader.
DROP INDEX live_mediator;
CREATE INDEX live_mediator ON matter (mediator, next_on, id) WHERE archived_on IS NULL AND mediator IS NOT NULL;
DROP INDEX open_mediator;
CREATE INDEX open_mediator ON matter (mediator, concluded_on) WHERE concluded_on IS NULL AND mediator IS NOT NULL;
