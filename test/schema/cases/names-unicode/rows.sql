INSERT INTO "таблица" VALUES ('a', 1);
