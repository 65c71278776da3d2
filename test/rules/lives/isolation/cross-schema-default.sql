-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE template.users (id serial PRIMARY KEY);
CREATE TABLE tenant_a.users (LIKE template.users INCLUDING ALL);
-- near miss: identity is copied as what it is
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE template.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE tenant_a.users (LIKE template.users INCLUDING ALL);
CREATE TABLE tenant_b.users (id serial PRIMARY KEY);
