-- Tables of tokens and invitations, by name, in whatever schemas they are, with the column that says when one was used.
-- $1: the schema that is pgplumb's own. A name whose tables do not agree on that column is left out.
SELECT t.name, max(t.used) AS used
  FROM (SELECT c.relname AS name,
               (SELECT u.attname
                  FROM pg_attribute u
                 WHERE u.attrelid = c.oid
                   AND NOT u.attisdropped
                   AND u.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)
                   AND u.attname IN ('used_at', 'accepted_at', 'revoked_at', 'consumed_at')
                 ORDER BY u.attnum
                 LIMIT 1) AS used
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'expires_at' AND NOT a.attisdropped
         WHERE c.relkind IN ('r', 'p')
           AND NOT c.relispartition
           AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', $1)
           AND a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype)
           AND c.relname IN ('password_reset_tokens', 'refresh_tokens', 'invitations', 'email_verification_tokens',
                             'verification_tokens', 'magic_links', 'one_time_codes')) t
 GROUP BY t.name
HAVING count(DISTINCT coalesce(t.used, '')) = 1
 ORDER BY t.name
