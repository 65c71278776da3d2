-- break: only some of its columns, or not the first, or not all rows
-- also: tenant-column-without-index
CREATE TABLE posts (id bigint PRIMARY KEY, tenant_id uuid, note_id bigint, FOREIGN KEY (tenant_id, note_id) REFERENCES notes);
CREATE INDEX ON posts (tenant_id) WHERE id > 0;
CREATE INDEX ON posts (id, tenant_id, note_id);
CREATE INDEX ON posts (tenant_id, note_id) WHERE note_id > 5;
-- break: a column that is only carried along
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries);
CREATE INDEX ON posts (id) INCLUDE (country);
-- near miss: in any order
CREATE TABLE posts (id bigint PRIMARY KEY, tenant_id uuid, note_id bigint, FOREIGN KEY (tenant_id, note_id) REFERENCES notes);
CREATE INDEX ON posts (note_id, tenant_id, id);
CREATE INDEX ON posts (tenant_id);
-- near miss: the server looks for no null
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries);
CREATE INDEX ON posts (country) WHERE country IS NOT NULL;
