CREATE TABLE t (j jsonb, a int, b text);
CREATE VIEW v AS SELECT j ->> 'x' AS x, count(*) FILTER (WHERE a > 0) FROM t GROUP BY ROLLUP (j ->> 'x', b);
