CREATE TYPE money_t AS (amount bigint, currency text);
CREATE TABLE t (id int PRIMARY KEY, price money_t);
CREATE INDEX t_cur ON t (((price).currency));
