CREATE TYPE r AS RANGE (subtype = numeric, multirange_type_name = r_many);
CREATE TABLE t (a r, m r_many);
