CREATE TYPE "type" AS ENUM ('select', 'from');
CREATE TABLE "user" ("order" int PRIMARY KEY, "group" "type" DEFAULT 'from', "desc" text);
CREATE TABLE "table" ("references" int REFERENCES "user" ("order"), "check" int CHECK ("check" > 0));
CREATE FUNCTION "left"("select" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW "view" AS SELECT "order" AS "end" FROM "user";
