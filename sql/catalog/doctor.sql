-- What the login may do, what the clock says, and which of the extensions ($1) are to be had.
SELECT current_user AS login,
       r.rolsuper AS superuser,
       r.rolsuper OR r.rolcreatedb AS creates,
       pg_has_role('pg_monitor', 'USAGE') AS monitors,
       extract(epoch FROM clock_timestamp())::float8 * 1000 AS now,
       current_setting('max_locks_per_transaction')::int
         * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) AS locks,
       current_setting('max_locks_per_transaction')::int AS locks_per_transaction,
       (SELECT count(*)::int FROM pg_class WHERE relkind IN ('r', 'p') AND oid >= 16384) AS tables,
       ARRAY(SELECT wanted FROM unnest($1::text[]) AS wanted
              WHERE NOT EXISTS (SELECT FROM pg_available_extensions a WHERE a.name = wanted)) AS missing,
       coalesce((SELECT jsonb_agg(jsonb_build_object('name', a.name, 'installed', a.installed_version, 'available', a.default_version)
                                  ORDER BY a.name)
                   FROM pg_available_extensions a
                  WHERE a.installed_version <> a.default_version), '[]') AS outdated
  FROM pg_roles r
 WHERE r.rolname = current_user
