-- Runs INSERTs, each in a subtransaction, and says which failed and why: many in one round trip.
CREATE FUNCTION pg_temp.pgplumb_seed(rows jsonb)
RETURNS TABLE (id int, state text, message text, "column" text, "constraint" text)
LANGUAGE plpgsql AS $seed$
#variable_conflict use_column
DECLARE
  one jsonb;
BEGIN
  FOR one IN SELECT * FROM jsonb_array_elements(rows) LOOP
    id := (one->>'id')::int; state := NULL; message := NULL; "column" := NULL; "constraint" := NULL;
    BEGIN
      EXECUTE one->>'sql';
    EXCEPTION WHEN OTHERS THEN
      GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, "column" = COLUMN_NAME, "constraint" = CONSTRAINT_NAME;
    END;
    RETURN NEXT;
  END LOOP;
END
$seed$
;
-- Runs queries of one row of whole numbers each, and says what they found: null where nothing, or an error.
CREATE FUNCTION pg_temp.pgplumb_choose(queries jsonb)
RETURNS TABLE (id int, choice int[])
LANGUAGE plpgsql AS $choose$
#variable_conflict use_column
DECLARE
  query text;
BEGIN
  id := -1;
  FOR query IN SELECT * FROM jsonb_array_elements_text(queries) LOOP
    id := id + 1; choice := NULL;
    BEGIN
      EXECUTE query INTO choice;
    EXCEPTION WHEN OTHERS THEN
      -- A condition that cannot be evaluated over these values: the INSERT will say what is wrong.
      choice := NULL;
    END;
    RETURN NEXT;
  END LOOP;
END
$choose$
