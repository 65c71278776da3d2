-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE tenant_a.users (id bigint PRIMARY KEY);
CREATE FUNCTION tenant_b.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON tenant_a.users FOR EACH ROW EXECUTE FUNCTION tenant_b.touch();
-- mend
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
DROP TRIGGER touch ON tenant_a.users;
-- near miss: one that all share
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE tenant_a.users (id bigint PRIMARY KEY);
CREATE TRIGGER touch BEFORE UPDATE ON tenant_a.users FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
