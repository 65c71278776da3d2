-- How many locks the server has room for, and how many tables a dump of this database locks.
SELECT current_setting('max_locks_per_transaction')::int AS locks_per_transaction,
       current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int AS sessions,
       (SELECT count(*)::int FROM pg_class WHERE relkind IN ('r', 'p') AND oid >= 16384) AS tables;
