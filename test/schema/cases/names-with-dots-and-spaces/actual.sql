CREATE TABLE "a.b" ("c.d" int, " " int, "e""f" int);
CREATE TABLE "A" (x int);
CREATE TABLE a (x int);
CREATE SEQUENCE "s.t" OWNED BY "a.b"."c.d";
CREATE FUNCTION "f g"("h i" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE "t.u" AS ("v w" int);
