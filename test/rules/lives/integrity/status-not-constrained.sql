-- break
CREATE TABLE orders (id bigint PRIMARY KEY, status text NOT NULL);
-- mend
ALTER TABLE orders ADD CHECK (status IN ('open', 'done'));
-- near miss: an enum, a foreign key, a number
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE roles (name text PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, status state, role text REFERENCES roles, stage int, status_note text);
