CREATE TABLE "Odd ""T" ("select" int, "a b" text);
CREATE INDEX "I x" ON "Odd ""T" ("a b");
