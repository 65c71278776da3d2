CREATE TABLE t (a int, b int, c text);
CREATE STATISTICS st (ndistinct) ON a, b FROM t;
CREATE STATISTICS ex ON (a + b) FROM t;
