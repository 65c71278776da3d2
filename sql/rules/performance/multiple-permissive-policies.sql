-- title: Several policies for the same command and role
-- severity: info
-- set: strict
-- why: Permissive policies are joined by OR: all of them are asked for every row.
-- cure: Make them one policy.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tables
WITH policy AS (
       SELECT p.polrelid, p.polname, role, command
         FROM pg_policy p
        CROSS JOIN unnest(p.polroles) AS role
        CROSS JOIN unnest(CASE p.polcmd WHEN '*' THEN ARRAY['r', 'a', 'w', 'd'] ELSE ARRAY[p.polcmd::text] END) AS command
        WHERE p.polpermissive
          AND p.polrelid IN (SELECT unnest($1::oid[])))
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has ' || max(s.count) || ' permissive policies for ' || (array_agg(s.command ORDER BY s.count DESC, s.place))[1] || ': '
         || (array_agg(s.names ORDER BY s.count DESC, s.place))[1] AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM (SELECT a.polrelid, count(DISTINCT b.polname) AS count, string_agg(DISTINCT quote_ident(b.polname), ', ') AS names,
               CASE a.command WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END AS command,
               position(a.command IN 'rawd') AS place
          FROM policy a
          JOIN policy b ON b.polrelid = a.polrelid AND b.command = a.command AND b.role IN (0, a.role)
         GROUP BY a.polrelid, a.command, a.role) s
  JOIN pg_class c ON c.oid = s.polrelid AND c.relrowsecurity
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE s.count > 1
 GROUP BY t.identity
