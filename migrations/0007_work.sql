-- What somebody works from: what nobody has yet, what waits for others, what is late. They hold what is open, so they never grow
-- with history; the body stands behind, so that counting what another body owes reads no row.
CREATE INDEX open_city_step ON matter (city, next_step, id, body) WHERE concluded_on IS NULL;
CREATE INDEX open_county_step ON matter (county, next_step, id, body) WHERE concluded_on IS NULL;
CREATE INDEX open_town_step ON matter (town, next_step, id, body) WHERE concluded_on IS NULL;
CREATE INDEX open_body_step ON matter (body, next_step, id) WHERE concluded_on IS NULL;
CREATE INDEX open_city_due ON matter (city, due_on, id) WHERE concluded_on IS NULL;
CREATE INDEX open_town_due ON matter (town, due_on, id) WHERE concluded_on IS NULL;
CREATE INDEX open_body_due ON matter (body, due_on, id) WHERE concluded_on IS NULL;
CREATE INDEX open_filed_by ON matter (filed_by, id) WHERE concluded_on IS NULL AND filed_by IS NOT NULL;
