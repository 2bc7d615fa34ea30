-- Counts of what is so now belong to no month: nobody reads them there, and every report wrote them.
DELETE FROM tally_month WHERE month = '0001-01';
