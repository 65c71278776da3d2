SELECT a, code FROM t
