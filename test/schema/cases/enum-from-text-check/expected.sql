CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int, status status DEFAULT 'new' NOT NULL);
CREATE INDEX t_status ON t (status) WHERE status = 'new';
CREATE VIEW v AS SELECT status FROM t;
