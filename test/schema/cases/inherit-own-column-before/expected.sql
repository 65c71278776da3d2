CREATE TABLE p (id int, extra text DEFAULT 'e', CONSTRAINT nn CHECK (extra <> '') NO INHERIT);
CREATE TABLE c (extra text DEFAULT 'c') INHERITS (p);
CREATE TABLE d (z int DEFAULT 3) INHERITS (c);
