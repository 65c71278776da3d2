-- Workers that are at it, and those that died since $1. Only the dead have no lock.
SELECT w.id, w.host, w.pid, w.begun_at AS "begunAt",
       NOT (w.died OR w.id = ANY ($2::int[])) AS alive,
       (SELECT count(*) FROM pgplumb.fleet_jobs j WHERE j.worker = w.id AND j.state IN ('done', 'failed'))::int AS ended,
       ARRAY(SELECT j.tenant FROM pgplumb.fleet_jobs j WHERE j.worker = w.id AND j.state = 'running' ORDER BY 1) AS running
  FROM pgplumb.fleet_workers w
 WHERE w.ended_at IS NULL OR (w.died AND w.ended_at > $1)
 ORDER BY w.id
