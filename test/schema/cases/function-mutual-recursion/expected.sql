CREATE FUNCTION even(n bigint) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0';
CREATE FUNCTION odd(n bigint) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN n <> 0 AND even(n - 1); END';
CREATE OR REPLACE FUNCTION even(n bigint) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0 OR odd(n - 1)';
