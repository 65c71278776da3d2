CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN dm AS mood CHECK (VALUE <> 'ok');
CREATE TYPE cm AS (m mood, n int);
CREATE TABLE t (d dm, c cm, o int);
