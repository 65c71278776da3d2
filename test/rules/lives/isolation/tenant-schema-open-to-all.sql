-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
GRANT USAGE ON SCHEMA tenant_a TO PUBLIC;
-- near miss
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
GRANT USAGE ON SCHEMA tenant_a TO :app;
GRANT USAGE ON SCHEMA public TO PUBLIC;
