CREATE TABLE x (id int, a int, shared text);
CREATE TABLE y (id int, b int, shared text);
CREATE TABLE xy (id int, own int) INHERITS (x, y);
COMMENT ON COLUMN xy.shared IS 'of both';
