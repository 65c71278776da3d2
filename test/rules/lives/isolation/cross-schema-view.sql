-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE tenant_a.users (id bigint PRIMARY KEY);
CREATE VIEW tenant_b.people AS SELECT * FROM tenant_a.users;
-- mend
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
DROP VIEW tenant_b.people;
-- near miss: the operator's view over all, outside of them
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE tenant_a.users (id bigint PRIMARY KEY); CREATE TABLE tenant_b.users (id bigint PRIMARY KEY);
CREATE VIEW all_users AS SELECT * FROM tenant_a.users UNION ALL SELECT * FROM tenant_b.users;
CREATE VIEW tenant_b.people AS SELECT * FROM tenant_b.users;
