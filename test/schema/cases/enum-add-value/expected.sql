CREATE TYPE mood AS ENUM ('awful', 'sad', 'ok', 'happy', 'it''s great');
CREATE TABLE t (m mood DEFAULT 'ok');
CREATE VIEW v AS SELECT m FROM t WHERE m = 'sad';
