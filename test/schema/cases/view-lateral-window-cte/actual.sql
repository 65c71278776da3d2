CREATE TABLE t (id int, parent int, at timestamptz, v numeric(8,2));
CREATE VIEW v AS WITH RECURSIVE up(id, depth) AS (SELECT id, 0 FROM t WHERE parent IS NULL UNION ALL SELECT t.id, depth + 1 FROM t JOIN up ON t.parent = up.id)
  SELECT up.id, depth, x.total, row_number() OVER w AS n FROM up, LATERAL (SELECT sum(t.v) AS total FROM t WHERE t.parent = up.id) x WINDOW w AS (PARTITION BY depth ORDER BY up.id);
