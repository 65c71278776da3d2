CREATE TABLE t (id int, status varchar(20) DEFAULT 'new' NOT NULL CHECK (status IN ('new', 'done')));
CREATE INDEX t_status ON t (status) WHERE status = 'new';
CREATE VIEW v AS SELECT status FROM t;
