SELECT id, (price).currency FROM t
