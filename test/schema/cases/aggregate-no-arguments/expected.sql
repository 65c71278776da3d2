CREATE AGGREGATE n(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '5');
