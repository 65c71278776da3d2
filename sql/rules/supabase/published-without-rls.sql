-- title: A table whose changes are sent to everyone
-- severity: warning
-- set: optional
-- why: Realtime sends each change of a published table to whoever may read the row; without row security that is everyone.
-- cure: Enable row security, or take the table from the publication.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'is in the publication supabase_realtime without row security' AS message,
       'ALTER PUBLICATION supabase_realtime DROP TABLE ' || t.identity AS cure_sql,
       t.identity AS key
  FROM pg_publication p
  JOIN pg_publication_rel r ON r.prpubid = p.oid
  JOIN pg_class c ON c.oid = r.prrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE p.pubname = 'supabase_realtime'
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relrowsecurity
