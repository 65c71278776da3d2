-- break
CREATE FUNCTION count_notes() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS 'SELECT count(*) FROM notes';
-- near miss: filters by the setting, or may not be called, or runs as the caller, or as an owner who is bound
CREATE FUNCTION mine() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS $$ SELECT count(*) FROM notes WHERE tenant_id = current_setting('app.tenant_id')::uuid $$;
CREATE FUNCTION closed() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT count(*) FROM notes';
REVOKE EXECUTE ON FUNCTION closed() FROM PUBLIC;
CREATE FUNCTION invoker() RETURNS bigint LANGUAGE sql SET search_path = public AS 'SELECT count(*) FROM notes';
CREATE FUNCTION bound() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT count(*) FROM notes';
ALTER FUNCTION bound() OWNER TO :owner;
-- near miss: another table
CREATE FUNCTION count_countries() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS 'SELECT count(*) FROM countries';
