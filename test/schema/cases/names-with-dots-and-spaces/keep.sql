SELECT "c.d"::text, " ", "e""f" FROM "a.b"
