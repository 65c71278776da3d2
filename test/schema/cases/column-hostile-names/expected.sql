CREATE TABLE "Odd ""T" ("select" bigint NOT NULL, "a b" text DEFAULT 'it''s', "Größe" int CHECK ("Größe" > 0));
CREATE UNIQUE INDEX "I x" ON "Odd ""T" ("a b");
