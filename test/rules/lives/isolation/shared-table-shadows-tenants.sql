-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE template.users (id bigint PRIMARY KEY); CREATE TABLE public.users (id bigint PRIMARY KEY);
-- mend
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
DROP TABLE public.users;
-- near miss
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE template.users (id bigint PRIMARY KEY); CREATE TABLE public.admins (id bigint PRIMARY KEY);
