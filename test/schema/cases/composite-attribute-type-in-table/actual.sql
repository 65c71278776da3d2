CREATE TYPE money_t AS (amount int, currency text);
CREATE TABLE t (id int PRIMARY KEY, price money_t);
