CREATE TABLE t (a int, p point, t tsvector, r int4range, s text);
CREATE INDEX i1 ON t USING brin (a int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX i2 ON t USING spgist (p kd_point_ops);
CREATE INDEX i3 ON t USING gist (t tsvector_ops (siglen = 100)) WITH (buffering = auto);
CREATE INDEX i4 ON t (s COLLATE "POSIX" text_pattern_ops DESC NULLS LAST, (a + 1) NULLS FIRST) INCLUDE (r);
CREATE INDEX i5 ON t ((r IS NULL), (CASE WHEN a > 0 THEN 'x' END), (s || 'y')) WHERE s LIKE 'a%' AND a = ANY ('{1,2}');
