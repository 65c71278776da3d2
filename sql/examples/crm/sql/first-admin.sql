-- The first user of a new tenant: pgplumb tenant create acme --param email=owner@acme.example
-- No password fits this hash: the user asks for a link to set one.
INSERT INTO users (email, password_hash, first_name, last_name, role)
VALUES (:'email', rpad('!', 60, '!'), 'First', 'Admin', 'admin');
