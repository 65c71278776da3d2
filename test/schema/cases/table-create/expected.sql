CREATE TABLE keepme (id int);
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint REFERENCES t, email text UNIQUE, v int CHECK (v > 0));
CREATE INDEX ON t (lower(email));
COMMENT ON TABLE t IS 'things';
COMMENT ON COLUMN t.email IS 'where';
GRANT SELECT ON t TO PUBLIC;
