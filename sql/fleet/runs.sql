-- How far runs are: run $1, or (null) those that go on and the last of each kind.
SELECT r.id, r.kind, r.options, r.begun_at AS "begunAt", r.stopped, t.total, t.done, t.failed, t.running, t.queued, t.waiting,
       t.not_begun AS "notBegun", t.last_ended AS "lastEnded", p.ended / nullif(p.seconds, 0) AS "perSecond"
  FROM pgplumb.fleet_runs r
 CROSS JOIN LATERAL (
   SELECT count(*)::int AS total,
          count(*) FILTER (WHERE j.state = 'done')::int AS done,
          count(*) FILTER (WHERE j.state = 'failed')::int AS failed,
          count(*) FILTER (WHERE j.state = 'running')::int AS running,
          count(*) FILTER (WHERE j.state = 'queued')::int AS queued,
          count(*) FILTER (WHERE j.state = 'waiting')::int AS waiting,
          count(*) FILTER (WHERE j.state = 'not begun')::int AS not_begun,
          coalesce(bool_or(j.state IN ('waiting', 'queued', 'running')), false) AS goes_on,
          min(j.begun_at) AS first_begun,
          max(j.ended_at) AS last_ended
     FROM pgplumb.fleet_jobs j WHERE j.run = r.id
 ) t
 -- Over the last minute while it goes on, else over all of it.
 CROSS JOIN LATERAL (
   SELECT CASE WHEN t.goes_on THEN greatest(t.first_begun, now() - interval '1 minute') ELSE t.first_begun END AS since,
          CASE WHEN t.goes_on THEN now() ELSE t.last_ended END AS upto
 ) s
 CROSS JOIN LATERAL (
   SELECT nullif(count(*), 0)::float8 AS ended, extract(epoch FROM s.upto - s.since)::float8 AS seconds
     FROM pgplumb.fleet_jobs j WHERE j.run = r.id AND j.ended_at >= s.since
 ) p
 WHERE r.id = $1
    OR $1 IS NULL AND (t.goes_on OR r.id IN (SELECT max(id) FROM pgplumb.fleet_runs GROUP BY kind))
 ORDER BY r.id
