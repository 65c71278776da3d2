-- Databases that a command of pgplumb made for its own use and did not live to drop. While it lives, its session holds
-- an advisory lock on the database's name (one that `reset` has put aside is nobody's from the start). Only those that
-- this login may drop, that nobody is in, and that nobody is dropping at this moment.
SELECT d.datname AS name
  FROM pg_database d
 WHERE d.datname ~ '^pgplumb_((copy|proof|new|old|verify|rehearsal|isolation)_[0-9a-f]{12}|shadow_[0-9a-f]{24})$'
   AND NOT d.datistemplate
   AND pg_has_role(d.datdba, 'USAGE')
   AND NOT EXISTS (SELECT FROM pg_locks l
                    WHERE l.locktype = 'advisory' AND l.objsubid = 1
                      AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(d.datname::text, 0))
   AND NOT EXISTS (SELECT FROM pg_stat_activity a
                    WHERE a.datname = d.datname
                       OR (a.state = 'active' AND a.query LIKE 'DROP DATABASE%' AND strpos(a.query, d.datname) > 0))
 ORDER BY d.oid
