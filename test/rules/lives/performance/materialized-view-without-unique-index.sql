-- break
CREATE MATERIALIZED VIEW names AS SELECT code, name FROM countries;
-- mend
CREATE UNIQUE INDEX ON names (code);
-- near miss
CREATE MATERIALIZED VIEW names AS SELECT code, name FROM countries;
CREATE UNIQUE INDEX ON names (code);
CREATE VIEW plain AS SELECT name FROM countries;
