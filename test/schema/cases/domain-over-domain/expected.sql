CREATE DOMAIN base AS bigint CHECK (VALUE > 0);
CREATE DOMAIN upper_d AS base NOT NULL CHECK (VALUE < 200);
CREATE TABLE t (a upper_d, b base[]);
CREATE FUNCTION f(x upper_d) RETURNS base LANGUAGE sql AS 'SELECT x::base';
