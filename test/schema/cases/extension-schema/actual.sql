-- alone
CREATE SCHEMA ext;
CREATE EXTENSION hstore SCHEMA public;
CREATE TABLE t (h public.hstore);
