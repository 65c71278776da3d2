-- Tenants $2 (a list of {shard, schema, tenant, stage}) join run $1. One that is in it stays as it is, unless it failed:
-- then it has another turn. The stages up to that of the run are queued, the later ones wait. With $3, a schema that is in
-- the run stays in the shard it was given to.
INSERT INTO pgplumb.fleet_jobs AS j (run, shard, schema, tenant, stage, state)
SELECT r.id, coalesce((SELECT o.shard FROM pgplumb.fleet_jobs o WHERE $3::boolean AND o.run = r.id AND o.schema = m.schema
                        ORDER BY o.shard LIMIT 1), m.shard), m.schema, m.tenant, m.stage, CASE WHEN m.stage <= r.stage THEN 'queued' ELSE 'waiting' END
  FROM pgplumb.fleet_runs r,
       jsonb_to_recordset($2::jsonb) m (shard text, schema text, tenant text, stage integer)
 WHERE r.id = $1
    ON CONFLICT (run, shard, schema) DO UPDATE SET state = excluded.state, stage = excluded.stage, begins = 0
 WHERE j.state = 'failed'
RETURNING j.shard, j.schema, j.stage, j.state
