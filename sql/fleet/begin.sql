-- Takes a tenant's job, where it is still to be done and the run goes on. The same worker may take it again: then it
-- could not say what its first try came to.
UPDATE pgplumb.fleet_jobs j
   SET state = 'running', worker = $4, begins = j.begins + 1, begun_at = clock_timestamp(), ended_at = NULL
  FROM pgplumb.fleet_runs r
 WHERE r.id = j.run AND r.stopped IS NULL
   AND j.run = $1 AND j.shard = $2 AND j.schema = $3
   AND (j.state = 'queued' OR (j.state = 'running' AND j.worker = $4))
RETURNING j.run, j.shard, j.schema, j.tenant AS name, j.stage, j.begins, r.kind, r.options, j.stage < r.stages - 1 AS canary
