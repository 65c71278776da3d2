-- Workers whose session is gone, and with it their lock.
SELECT w.id, w.host, w.pid
  FROM pgplumb.fleet_workers w
 WHERE w.ended_at IS NULL
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                      AND (l.classid::bigint << 32 | l.objid::bigint)
                          = pg_catalog.hashtextextended('pgplumb fleet worker ' || w.id, 0))
