CREATE TYPE "type" AS ENUM ('select');
CREATE TABLE "user" ("order" bigint PRIMARY KEY, "group" "type" DEFAULT 'select', "limit" int DEFAULT 4 NOT NULL);
CREATE TABLE "table" ("references" bigint REFERENCES "user" ("order") ON DELETE CASCADE, "check" int CONSTRAINT "constraint" CHECK ("check" > 0));
CREATE FUNCTION "left"("from" int, "where" int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW "view" AS SELECT "order" AS "end", "limit" AS "offset" FROM "user";
CREATE INDEX "index" ON "user" ("limit");
CREATE SEQUENCE "sequence" OWNED BY "user"."limit";
CREATE TRIGGER "trigger" BEFORE UPDATE OF "limit" ON "user" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE POLICY "policy" ON "table" TO PUBLIC USING ("check" > 0);
