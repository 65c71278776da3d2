SELECT id, (o).n FROM t
