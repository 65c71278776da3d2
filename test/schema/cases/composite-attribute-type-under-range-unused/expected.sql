CREATE TYPE c AS (a bigint, b int);
CREATE TYPE r AS RANGE (subtype = c, multirange_type_name = many_r);
CREATE TYPE o AS (r r, n int);
