-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
ALTER SCHEMA tenant_a OWNER TO :other;
GRANT USAGE ON SCHEMA tenant_b TO :other;
-- near miss: the application's role is for all
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
ALTER SCHEMA tenant_a OWNER TO :app;
GRANT USAGE ON SCHEMA tenant_b TO :app;
-- near miss: a role that is no tenant's
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
GRANT USAGE ON SCHEMA tenant_a, tenant_b TO :other;
