CREATE TABLE t (a bit varying(8), b bigint[] DEFAULT '{1,2}', c interval day to second(3), d timestamp(3), e int[] DEFAULT ARRAY[1]);
