-- break
CREATE TABLE posts (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id));
-- near miss: by way of another table of tenants
CREATE TABLE posts (tenant_id uuid NOT NULL, id bigint, note_id bigint NOT NULL, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, note_id) REFERENCES notes);
