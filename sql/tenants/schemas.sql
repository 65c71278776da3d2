-- Which of these schemas ($1) are there, and how many relations and functions they hold.
SELECT n.nspname::text AS schema,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind <> 'i' AND c.relkind <> 'I')::int
     + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid)::int AS objects
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname = ANY ($1)
