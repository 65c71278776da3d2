-- A job for each tenant of run $1 that is queued at stage $2, of those among $3 (a list of {shard, schema}; null: all).
-- Jobs hold names only. With $4, those of one shard are done one after another.
SELECT count(*)::int AS added
  FROM pgplumb.add_jobs(ARRAY(
    SELECT json_populate_record(NULL::pgplumb.job_spec, json_build_object(
             'identifier', 'fleet',
             'payload', json_build_object('run', j.run, 'shard', j.shard, 'schema', j.schema),
             'queue_name', CASE WHEN $4::boolean THEN 'fleet ' || j.shard END,
             'max_attempts', 1000))
      FROM pgplumb.fleet_jobs j
     WHERE j.run = $1 AND j.stage = $2 AND j.state = 'queued'
       AND ($3::jsonb IS NULL OR (j.shard, j.schema) IN
             (SELECT m.shard, m.schema FROM jsonb_to_recordset($3::jsonb) m (shard text, schema text)))
     ORDER BY j.schema, j.shard))
