-- break
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER far FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE far_notes (tenant_id uuid, body text) SERVER far;
GRANT SELECT ON far_notes TO :app;
-- near miss
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER far FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE far_notes (tenant_id uuid, body text) SERVER far;
CREATE FOREIGN TABLE far_countries (code text) SERVER far;
GRANT SELECT ON far_countries TO :app;
