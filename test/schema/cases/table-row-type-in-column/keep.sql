SELECT id, (one).y FROM b
