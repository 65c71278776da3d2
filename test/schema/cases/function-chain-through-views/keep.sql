SELECT id::text, org::text, n::text FROM t, u
