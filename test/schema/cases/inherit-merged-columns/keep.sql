SELECT id, a, b, own FROM xy
