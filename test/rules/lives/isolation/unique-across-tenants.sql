-- break
ALTER TABLE notes ADD slug text;
ALTER TABLE notes ADD UNIQUE (slug);
-- near miss: within the tenant, or a number that nobody chooses
ALTER TABLE notes ADD slug text, ADD public_id uuid DEFAULT gen_random_uuid();
ALTER TABLE notes ADD UNIQUE (tenant_id, slug);
ALTER TABLE notes ADD UNIQUE (public_id);
