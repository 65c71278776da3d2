SELECT l::text, p::text FROM t
