-- break
CREATE TABLE posts (tenant_id uuid NOT NULL, id bigint PRIMARY KEY);
CREATE INDEX ON posts (id, tenant_id);
-- near miss
CREATE TABLE posts (tenant_id uuid NOT NULL, id bigint PRIMARY KEY, at timestamptz);
CREATE INDEX ON posts (tenant_id, at DESC);
