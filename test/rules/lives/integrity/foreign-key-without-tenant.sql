-- break
ALTER TABLE notes ADD UNIQUE (id);
CREATE TABLE comments (tenant_id uuid NOT NULL REFERENCES tenants, id bigint, note_id bigint REFERENCES notes (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, id));
-- near miss: with the tenant, in any place; and what points at a table that all share
CREATE TABLE comments (tenant_id uuid NOT NULL REFERENCES tenants, id bigint, note_id bigint, country varchar(2) REFERENCES countries,
  PRIMARY KEY (tenant_id, id), FOREIGN KEY (note_id, tenant_id) REFERENCES notes (id, tenant_id));
