-- alone
CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE TABLE u (id int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t (id, a, b) WHERE (id > 0), u;
