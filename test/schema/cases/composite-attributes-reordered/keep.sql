SELECT t.id, (t.p).a, (t.p).b, (t.p)."C d", ((t.p).i).x::text, u.id AS u, u.p IS DISTINCT FROM NULL AS whole FROM t, u ORDER BY u.id
