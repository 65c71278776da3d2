SELECT a::text, c, d::int, e::jsonb ->> 'a' AS e, f::text, g::text, h::text, i::text[] FROM t
