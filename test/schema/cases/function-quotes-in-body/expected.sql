CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN
--
-- Name: not_a_table; Type: TABLE; Schema: public; Owner: -
--
EXECUTE $$SELECT 'a;b' -- ; $$; RETURN E'\\' || $_$x$_$ || $function$ y $function$; END $f$;
COMMENT ON FUNCTION f() IS 'a

--
-- Name: nor_this; Type: VIEW; Schema: public; Owner: -
--

';
