CREATE TABLE a_table_with_a_name_that_is_exactly_sixty_three_bytes_long_abcd (
  a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_abc bigint NOT NULL CHECK (a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_abc > 1) UNIQUE,
  a_column_with_a_name_that_is_exactly_sixty_three_bytes_long_abd serial PRIMARY KEY);
CREATE TABLE "größe_größe_größe_größe_größe_größe_größe_12" ("ü" int NOT NULL UNIQUE CHECK ("ü" > 0), "größe_größe_größe_größe_größe_größe_größe_12" int UNIQUE REFERENCES "größe_größe_größe_größe_größe_größe_größe_12" ("ü"));
CREATE VIEW "größe_größe_größe_größe_größe_größe_größe_13" AS SELECT "ü" AS "größe_größe_größe_größe_größe_größe_größe_12" FROM "größe_größe_größe_größe_größe_größe_größe_12";
