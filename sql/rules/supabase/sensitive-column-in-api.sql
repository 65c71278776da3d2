-- title: A secret column that the API shows
-- severity: error
-- set: optional
-- why: A table without row security gives whoever has the public key its passwords, tokens and numbers.
-- cure: Enable row security, or revoke the table from anon and authenticated.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'looks like a secret, and the API may read it without row security' AS message,
       'REVOKE SELECT ON ' || t.identity || ' FROM anon, authenticated' AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relrowsecurity
   AND a.attname ~ '(^|_)(password|password_hash|secret|api_key|access_token|refresh_token|private_key|ssn|iban|card_number)$'
   AND EXISTS (SELECT FROM pg_roles api
                WHERE api.rolname IN ('anon', 'authenticated') AND has_column_privilege(api.oid, c.oid, a.attnum, 'SELECT'))
