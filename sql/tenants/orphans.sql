-- Schemas that nobody registered: named as tenants are ($2), or with a table of each name that the template ($1) has.
-- $3: those that are registered.
SELECT n.nspname::text AS schema,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p'))::int AS tables
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname <> $1 AND n.nspname <> ALL ($3)
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public', 'pgplumb')
   AND ($2 <> '' AND pg_catalog.starts_with(n.nspname, $2)
        OR EXISTS (SELECT FROM pg_catalog.pg_class t WHERE t.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident($1)) AND t.relkind IN ('r', 'p'))
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_class t
                            WHERE t.relnamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident($1)) AND t.relkind IN ('r', 'p')
                              AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c
                                               WHERE c.relnamespace = n.oid AND c.relname = t.relname AND c.relkind IN ('r', 'p'))))
 ORDER BY 1
