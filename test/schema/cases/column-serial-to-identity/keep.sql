SELECT id, nextval(pg_get_serial_sequence('t', 'id')) > 2 AS later FROM t
