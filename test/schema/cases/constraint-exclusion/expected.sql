CREATE TABLE t (during tstzrange, CONSTRAINT x EXCLUDE USING gist (during WITH -|-) WHERE (NOT isempty(during)));
