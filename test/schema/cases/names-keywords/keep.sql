SELECT "order"::text, "group"::text FROM "user"
