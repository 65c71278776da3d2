-- Everyone is signed out.
DROP TABLE IF EXISTS refresh_tokens;
