-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE FUNCTION tenant_a.spy() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM tenant_b.users); END';
-- mend
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
DROP FUNCTION tenant_a.spy();
-- break: a shared function that works in one tenant's schema
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE FUNCTION public.count_users() RETURNS bigint LANGUAGE plpgsql SET search_path = tenant_b AS 'BEGIN RETURN (SELECT count(*) FROM users); END';
-- mend
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
ALTER FUNCTION public.count_users() RESET search_path;
-- near miss: its own schema, or a column of that name
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE FUNCTION tenant_a.mine() RETURNS bigint LANGUAGE plpgsql SET search_path = tenant_a AS 'BEGIN RETURN (SELECT count(*) FROM tenant_a.users WHERE users.id > 0); END';
