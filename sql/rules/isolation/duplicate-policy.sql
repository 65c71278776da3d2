-- title: Two policies that say the same
-- severity: info
-- why: One of them does nothing; whoever edits the other believes to have changed what holds.
-- cure: Drop one.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables
SELECT 'policy' AS object_kind,
       format('%I ON %I.%I', p.polname, n.nspname, c.relname) AS object_identity,
       'says the same as ' || quote_ident(kept.polname) AS message,
       format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, p.polname) AS key
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
       SELECT o.polname
         FROM pg_policy o
        WHERE o.polrelid = p.polrelid
          AND o.oid < p.oid
          AND o.polcmd IN (p.polcmd, '*')
          AND o.polpermissive = p.polpermissive
          AND (0 = ANY (o.polroles) OR o.polroles @> p.polroles)
          AND pg_get_expr(o.polqual, o.polrelid) IS NOT DISTINCT FROM pg_get_expr(p.polqual, p.polrelid)
          AND pg_get_expr(o.polwithcheck, o.polrelid) IS NOT DISTINCT FROM pg_get_expr(p.polwithcheck, p.polrelid)
        ORDER BY o.oid
        LIMIT 1) kept
 WHERE c.oid IN (SELECT unnest($1::oid[]))
