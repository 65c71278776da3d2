-- title: A server without the fixes of row security's known holes
-- severity: warning
-- why: Later minor versions close ways past row security, such as CVE-2025-8713 (statistics) and CVE-2024-10976 (cached
--   plans).
-- cure: Update the server to the last minor version; it needs no dump.
-- references: https://www.postgresql.org/support/security/CVE-2025-8713/ https://www.postgresql.org/support/security/CVE-2024-10976/
-- params: server_version
SELECT 'server' AS object_kind,
       'PostgreSQL ' || v.major AS object_identity,
       'is ' || v.major || '.' || v.minor || '; ' || v.major || '.' || fixed.minor || ' closes ways past row security' AS message,
       NULL AS cure_sql,
       'server' AS key
  FROM (SELECT $1::int / 10000 AS major, $1::int % 10000 AS minor) v
  JOIN (VALUES (13, 22), (14, 19), (15, 14), (16, 10), (17, 6)) AS fixed (major, minor) ON fixed.major = v.major
 WHERE v.minor < fixed.minor
