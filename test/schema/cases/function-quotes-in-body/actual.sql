CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN EXECUTE $$SELECT 'a;b'$$; RETURN E'\\' || $_$x$_$; END $f$;
