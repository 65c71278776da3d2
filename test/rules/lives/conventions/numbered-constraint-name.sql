-- break
ALTER TABLE countries ADD CHECK (name <> code), ADD CHECK (name > code);
-- near miss
ALTER TABLE countries ADD CONSTRAINT name_is_no_code CHECK (name <> code), ADD CHECK (name > 'A');
