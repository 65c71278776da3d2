-- break
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) NOT NULL REFERENCES countries ON DELETE SET NULL);
-- break: the tenant of a composite key
CREATE TABLE posts (tenant_id uuid NOT NULL REFERENCES tenants, id bigint, note_id bigint, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, note_id) REFERENCES notes ON DELETE SET NULL);
-- near miss
CREATE TABLE posts (tenant_id uuid NOT NULL REFERENCES tenants, id bigint, note_id bigint, country varchar(2) REFERENCES countries ON DELETE SET NULL,
  PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, note_id) REFERENCES notes ON DELETE SET NULL (note_id));
