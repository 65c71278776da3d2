-- Everyone is signed out. The extension stays: others may use it by now.
DROP TABLE IF EXISTS refresh_tokens;
