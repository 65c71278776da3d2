SELECT t.a::text, t.b, m2.a IS NOT NULL AS filled FROM t LEFT JOIN m2 ON false
