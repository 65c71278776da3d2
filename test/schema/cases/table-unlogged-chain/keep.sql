SELECT p.id FROM p, c
