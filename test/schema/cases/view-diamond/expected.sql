CREATE TABLE t (a int, c int);
CREATE VIEW left_v AS SELECT a FROM t;
CREATE VIEW right_v AS SELECT a, c FROM t;
CREATE VIEW both_v AS SELECT r.c FROM left_v l JOIN right_v r USING (a);
COMMENT ON VIEW both_v IS 'meets';
