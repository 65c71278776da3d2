CREATE TABLE t (j jsonb, a int, b text);
CREATE VIEW v AS SELECT j ->> 'x' AS x, count(*) FILTER (WHERE a > 1), string_agg(DISTINCT b, ', ' ORDER BY b) AS bs FROM t GROUP BY CUBE (j ->> 'x', a);
CREATE VIEW jt AS SELECT q.n, q.s FROM t, JSON_TABLE(j, '$.items[*]' COLUMNS (n int PATH '$.n', s text PATH '$.s')) q;
CREATE VIEW w AS SELECT a, b FROM t UNION (SELECT 1, 'x' EXCEPT ALL SELECT a, b FROM t) ORDER BY 1 DESC NULLS LAST LIMIT 5 OFFSET 1;
