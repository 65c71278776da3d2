-- break
ALTER TABLE notes DROP CONSTRAINT notes_pkey, ADD PRIMARY KEY (id), ADD UNIQUE (tenant_id, id), ALTER tenant_id DROP NOT NULL;
-- near miss: rows for all
ALTER TABLE notes DROP CONSTRAINT notes_pkey, ADD PRIMARY KEY (id), ADD UNIQUE (tenant_id, id), ALTER tenant_id DROP NOT NULL;
CREATE POLICY shared ON notes FOR SELECT USING (tenant_id IS NULL);
-- near miss: what outlives its tenant
CREATE TABLE audits (id bigint PRIMARY KEY, tenant_id uuid REFERENCES tenants ON DELETE SET NULL, UNIQUE (tenant_id, id));
