-- alone
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'z', fetch_size '5');
CREATE FOREIGN TABLE ft (a int OPTIONS (column_name 'b')) SERVER loop;
