CREATE TYPE "Größe" AS ENUM ('größer', 'groß', 'klein', '日本');
CREATE TABLE "таблица" ("имя" varchar(30) NOT NULL DEFAULT 'имя', "📦" int, "größe" "Größe" DEFAULT 'größer');
CREATE FUNCTION "función"("año" int, "día" int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT "año" + "día"';
COMMENT ON TABLE "таблица" IS 'тест 📦 ''x''';
