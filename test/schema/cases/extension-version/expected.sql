-- alone
CREATE EXTENSION pg_trgm SCHEMA public VERSION '1.6';
