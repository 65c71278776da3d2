-- alone
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'x');
CREATE FOREIGN TABLE ft (a int) SERVER loop OPTIONS (table_name 'y');
