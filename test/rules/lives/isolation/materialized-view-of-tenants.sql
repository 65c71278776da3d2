-- break: through a view
CREATE VIEW all_notes AS SELECT * FROM notes;
CREATE MATERIALIZED VIEW note_counts AS SELECT tenant_id, count(*) AS count FROM all_notes GROUP BY tenant_id;
GRANT SELECT ON note_counts TO :app;
-- near miss: nobody may read it, or it has no tenants' rows
CREATE MATERIALIZED VIEW note_counts AS SELECT tenant_id, count(*) AS count FROM notes GROUP BY tenant_id;
CREATE MATERIALIZED VIEW country_names AS SELECT name FROM countries;
GRANT SELECT ON country_names TO :app;
