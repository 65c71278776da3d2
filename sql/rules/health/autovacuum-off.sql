-- title: Autovacuum is off
-- severity: error
-- why: Dead rows stay, statistics age, and transaction ids near wraparound unless everything is vacuumed by hand.
-- cure: Turn it on.
-- reference: https://www.postgresql.org/docs/current/runtime-config-vacuum.html
SELECT 'server' AS object_kind,
       'autovacuum' AS object_identity,
       CASE WHEN current_setting('autovacuum') = 'off' THEN 'autovacuum is off'
            ELSE 'track_counts is off, without which autovacuum does nothing' END AS message,
       CASE WHEN current_setting('autovacuum') = 'off' THEN 'ALTER SYSTEM SET autovacuum = on'
            ELSE 'ALTER SYSTEM SET track_counts = on' END AS cure_sql,
       'autovacuum' AS key
 WHERE current_setting('autovacuum') = 'off' OR current_setting('track_counts') = 'off'
