CREATE TABLE "таблица" ("имя" text, "📦" int);
CREATE TYPE "Größe" AS ENUM ('groß', 'klein');
CREATE FUNCTION "función"("año" int) RETURNS int LANGUAGE sql AS 'SELECT "año"';
