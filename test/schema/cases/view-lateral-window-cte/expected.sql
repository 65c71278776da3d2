CREATE TABLE t (id bigint, parent bigint, at timestamptz, v numeric(12,2));
CREATE VIEW v AS WITH RECURSIVE up(id, depth) AS (SELECT id, 0 FROM t WHERE parent IS NULL UNION ALL SELECT t.id, depth + 1 FROM t JOIN up ON t.parent = up.id) CYCLE id SET looped USING path
  SELECT up.id, depth, x.total, row_number() OVER w AS n, GROUPING(depth) FROM up, LATERAL (SELECT sum(t.v) FILTER (WHERE t.at > 'epoch') AS total FROM t WHERE t.parent = up.id) x GROUP BY up.id, depth, x.total WINDOW w AS (PARTITION BY depth ORDER BY up.id);
