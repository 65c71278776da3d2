CREATE TABLE keepme (id int);
