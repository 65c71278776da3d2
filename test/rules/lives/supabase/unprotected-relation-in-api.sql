-- break
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS count FROM notes;
GRANT SELECT ON counts TO anon;
-- near miss
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS count FROM notes;
