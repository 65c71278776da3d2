INSERT INTO "user" ("order", "group") VALUES (1, 'select');
