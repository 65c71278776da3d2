CREATE TYPE c AS (a int, b text);
CREATE CAST (c AS text) WITH INOUT;
