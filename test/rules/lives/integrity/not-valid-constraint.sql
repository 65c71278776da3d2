-- break
ALTER TABLE countries ADD CHECK (name <> '') NOT VALID;
-- near miss
ALTER TABLE countries ADD CONSTRAINT named CHECK (name <> '') NOT VALID;
ALTER TABLE countries VALIDATE CONSTRAINT named;
