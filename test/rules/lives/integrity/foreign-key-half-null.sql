-- break
CREATE TABLE posts (id bigint PRIMARY KEY, note_tenant uuid, note_id bigint, FOREIGN KEY (note_tenant, note_id) REFERENCES notes);
-- near miss: one may be null, or all have to be at once
CREATE TABLE posts (id bigint, tenant_id uuid NOT NULL REFERENCES tenants, note_id bigint, PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, note_id) REFERENCES notes);
CREATE TABLE links (id bigint PRIMARY KEY, note_tenant uuid, note_id bigint, FOREIGN KEY (note_tenant, note_id) REFERENCES notes MATCH FULL);
CREATE TABLE likes (id bigint PRIMARY KEY, note_tenant uuid, note_id bigint, FOREIGN KEY (note_tenant, note_id) REFERENCES notes,
  CHECK ((note_tenant IS NULL) = (note_id IS NULL)));
