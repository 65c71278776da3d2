CREATE TABLE t (a bit(3), b int[], c interval(3), d timestamp(0), e int DEFAULT 1);
