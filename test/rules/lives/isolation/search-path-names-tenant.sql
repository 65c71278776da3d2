-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
ALTER ROLE :app SET search_path = tenant_a, public;
-- near miss: a tenant's own role, and a path without tenants
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
ALTER ROLE :other SET search_path = tenant_a;
ALTER ROLE :app SET search_path = public;
