-- How much a mediator has in hand is counted in this index alone, whatever they did before.
CREATE INDEX open_mediator ON matter (mediator, concluded_on) WHERE concluded_on IS NULL;
