-- alone
CREATE SCHEMA g;
GRANT CREATE ON SCHEMA g TO pg_monitor;
