-- break
ALTER TABLE notes ADD "user" text;
-- near miss: words that need no quotes
ALTER TABLE notes ADD name text, ADD type text, ADD value text, ADD status text;
