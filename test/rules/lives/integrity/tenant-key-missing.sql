-- break
CREATE TABLE posts (tenant_id uuid NOT NULL REFERENCES tenants, id bigint PRIMARY KEY);
-- near miss
CREATE TABLE posts (tenant_id uuid NOT NULL REFERENCES tenants, id bigint PRIMARY KEY, UNIQUE (tenant_id, id));
