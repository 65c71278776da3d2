CREATE TABLE x (id int, a int);
CREATE TABLE y (id int, b int);
CREATE TABLE xy (id int, own int) INHERITS (x, y);
