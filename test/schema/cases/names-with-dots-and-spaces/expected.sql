CREATE TABLE "a.b" ("c.d" bigint DEFAULT 5, " " int NOT NULL, "e""f" int UNIQUE, "g'h" text DEFAULT 'x''y');
CREATE TABLE "A" (x int, X2 int);
CREATE TABLE a (x bigint);
CREATE SEQUENCE "s.t" OWNED BY "a.b"." ";
CREATE FUNCTION "f g"("h i" int, "j(k)" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE "t.u" AS ("v w" int, "x,y" text);
COMMENT ON COLUMN "a.b"."c.d" IS 'dotted';
GRANT SELECT ("c.d", " ") ON "a.b" TO pg_monitor;
COMMENT ON FUNCTION "f g"(int, int) IS 'spaced';
