SELECT id, nextval(pg_get_serial_sequence('t', 'id')) > 1 AS later FROM t
