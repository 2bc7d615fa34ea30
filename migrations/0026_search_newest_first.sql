-- SQLite's search index numbers its entries the other way round, the newest first: it is filled anew at the next start.
-- only sqlite
DELETE FROM built WHERE name = 'read-models';
-- end
