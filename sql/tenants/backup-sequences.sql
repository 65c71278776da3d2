-- The sequences of a schema ($1), as statements that set them: nothing where none has been drawn from.
SELECT s.sequencename::text AS name, s.last_value::text AS value
  FROM pg_catalog.pg_sequences s
 WHERE s.schemaname = $1 AND s.last_value IS NOT NULL
 ORDER BY s.sequencename
