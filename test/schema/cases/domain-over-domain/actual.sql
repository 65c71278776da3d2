CREATE DOMAIN base AS int CHECK (VALUE > 0);
CREATE DOMAIN upper_d AS base CHECK (VALUE < 100);
CREATE TABLE t (a upper_d, b base[]);
CREATE FUNCTION f(x upper_d) RETURNS base LANGUAGE sql AS 'SELECT x::base';
