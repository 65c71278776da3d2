CREATE TABLE t (a bigint, b int, c text);
CREATE STATISTICS st (dependencies, mcv) ON a, b, (lower(c)) FROM t;
ALTER STATISTICS st SET STATISTICS 77;
CREATE STATISTICS ex ON (a - b) FROM t;
COMMENT ON STATISTICS ex IS 'difference';
