-- Runs probes, each in a subtransaction that is rolled back, and returns what each came to: many in one round trip.
CREATE FUNCTION pg_temp.pgplumb_run(probes jsonb)
RETURNS TABLE (id int, value text, row_count bigint, after text, state text, message text, relation text, "constraint" text, "column" text, step text, wrote boolean)
LANGUAGE plpgsql AS $run$
#variable_conflict use_column
DECLARE
  probe jsonb;
  part text;
  horizon xid8;
BEGIN
  FOR probe IN SELECT * FROM jsonb_array_elements(probes) LOOP
    id := (probe->>'id')::int; value := NULL; row_count := NULL; after := NULL; state := NULL; message := NULL; relation := NULL; "constraint" := NULL; "column" := NULL;
    -- A subtransaction that writes gets an id, and the horizon goes on when it ends. Others move it as well: then it is asked once more.
    horizon := pg_snapshot_xmax(pg_current_snapshot());
    IF probe->>'remember' IS NOT NULL THEN EXECUTE probe->>'remember'; END IF;
    BEGIN
      step := 'before';
      FOR part IN SELECT * FROM jsonb_array_elements_text(probe->'before') LOOP EXECUTE part; END LOOP;
      step := 'sign in';
      PERFORM set_config('role', probe->>'role', true);
      FOR part IN SELECT * FROM jsonb_array_elements_text(probe->'signIn') LOOP EXECUTE part; END LOOP;
      step := 'probe';
      IF (probe->>'returns')::boolean THEN EXECUTE probe->>'sql' INTO value;
      ELSE
        EXECUTE probe->>'sql';
        GET DIAGNOSTICS row_count = ROW_COUNT;
        SET CONSTRAINTS ALL IMMEDIATE;
      END IF;
      step := 'after';
      PERFORM set_config('role', 'none', true);
      IF probe->>'after' IS NOT NULL THEN EXECUTE probe->>'after' INTO after; END IF;
      RAISE SQLSTATE 'PLUMB';
    EXCEPTION
      WHEN SQLSTATE 'PLUMB' THEN NULL;
      WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, relation = TABLE_NAME, "constraint" = CONSTRAINT_NAME, "column" = COLUMN_NAME;
        GET STACKED DIAGNOSTICS part = SCHEMA_NAME;
        relation := CASE WHEN relation <> '' THEN part || '.' || relation END;
        IF probe->>'remember' IS NOT NULL THEN EXECUTE probe->>'after' INTO after; END IF;
    END;
    wrote := pg_snapshot_xmax(pg_current_snapshot()) <> horizon;
    RETURN NEXT;
  END LOOP;
END
$run$
