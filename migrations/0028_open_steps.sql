-- What is open stood in order by status and by next step, for each kind of place. A step tells the status, so one of the two will do.
DROP INDEX open_city;
DROP INDEX open_county;
DROP INDEX open_town;
DROP INDEX open_body;
