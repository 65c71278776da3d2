SELECT "имя", "📦" FROM "таблица"
