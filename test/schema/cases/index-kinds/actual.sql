CREATE TABLE t (a int, p point, t tsvector, r int4range, s text);
CREATE INDEX i1 ON t USING brin (a);
CREATE INDEX i2 ON t USING gist (p);
CREATE INDEX i3 ON t USING gin (t);
CREATE INDEX i4 ON t (s COLLATE "C" DESC);
