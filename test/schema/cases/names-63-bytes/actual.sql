CREATE TABLE a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_abcd (
  a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_abc int CHECK (a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_abc > 0) UNIQUE);
CREATE TABLE "größe_größe_größe_größe_größe_größe_größe_12" ("ü" int);
