-- break
ALTER TABLE tenants DISABLE TRIGGER set_updated_at;
-- also: updated-at-without-trigger
-- break: a foreign key's
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries);
ALTER TABLE posts DISABLE TRIGGER ALL;
-- near miss
ALTER TABLE tenants ENABLE REPLICA TRIGGER set_updated_at;
ALTER TABLE tenants ENABLE TRIGGER set_updated_at;
