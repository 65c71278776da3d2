CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood DEFAULT 'sad');
CREATE VIEW v AS SELECT m FROM t WHERE m = 'sad';
