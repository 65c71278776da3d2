-- break
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE tenant_a.users (id bigint PRIMARY KEY); CREATE TABLE tenant_b.users (id bigint PRIMARY KEY);
CREATE TABLE tenant_b.posts (id bigint PRIMARY KEY, user_id bigint REFERENCES tenant_a.users);
-- near miss: the same schema, and what all share
-- params: {"tenant_schemas": ["tenant_a", "tenant_b", "template"], "template": "template"}
CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA template;
CREATE TABLE plans (id bigint PRIMARY KEY);
CREATE TABLE tenant_b.users (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans);
CREATE TABLE tenant_b.posts (id bigint PRIMARY KEY, user_id bigint REFERENCES tenant_b.users);
