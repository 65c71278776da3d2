CREATE TABLE "T" (id int PRIMARY KEY, "Id" bigint, "ID" int);
CREATE TABLE t (id int PRIMARY KEY, "iD" int);
CREATE INDEX "I" ON t ("iD");
CREATE INDEX i ON "T" ("Id");
