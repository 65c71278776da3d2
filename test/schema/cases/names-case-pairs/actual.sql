CREATE TABLE "T" (id int PRIMARY KEY, "Id" int);
CREATE TABLE t (id int PRIMARY KEY, "Id" int);
CREATE INDEX "I" ON "T" ("Id");
CREATE INDEX i ON t ("Id");
