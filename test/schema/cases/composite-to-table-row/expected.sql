CREATE TABLE item (a int, b text);
CREATE FUNCTION items() RETURNS SETOF item LANGUAGE sql AS $$SELECT 1, 'x'::text$$;
CREATE VIEW v AS SELECT a FROM items();
