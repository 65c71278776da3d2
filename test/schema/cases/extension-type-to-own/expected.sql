-- alone
CREATE TABLE t (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, email text NOT NULL UNIQUE, CHECK (email ~ '@'));
CREATE VIEW v AS SELECT email FROM t;
CREATE FUNCTION find(e text) RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t WHERE email = e';
