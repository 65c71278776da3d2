-- Which tenant schemas take the time of the server, from pg_stat_statements. A statement is of a schema where it names tables
-- of that one only; where its role is named so, or has it first in its search_path; or where a session at work on it now
-- (from PostgreSQL 14) is named so or has locks there. All others are one line without a schema. $1: how many lines at most.
WITH tenant AS MATERIALIZED (
       SELECT n.oid, n.nspname AS schema
         FROM pg_namespace n
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public', 'pgplumb')
          AND NOT EXISTS (SELECT FROM pg_extension e WHERE e.extnamespace = n.oid)),
     role AS MATERIALIZED (
       SELECT DISTINCT ON (r.oid) r.oid, tenant.schema
         FROM pg_roles r
         LEFT JOIN pg_db_role_setting s
                ON s.setrole = r.oid
               AND s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
         LEFT JOIN LATERAL unnest(s.setconfig) AS one (setting) ON one.setting ~ '^search_path='
         JOIN tenant
           ON tenant.schema = r.rolname
           OR tenant.schema = btrim(split_part(substr(one.setting, length('search_path=') + 1), ',', 1), ' "''')
        ORDER BY r.oid, s.setdatabase DESC NULLS LAST),
     session AS MATERIALIZED (
       SELECT one.query, min(one.schema) AS schema
         FROM (SELECT to_jsonb(a) ->> 'query_id' AS query, tenant.schema
                 FROM pg_stat_activity a
                 JOIN tenant
                   ON tenant.schema = a.application_name
                   OR EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                               WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.database = a.datid
                                 AND c.relnamespace = tenant.oid)
                WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()) one
        GROUP BY one.query
       HAVING count(DISTINCT one.schema) = 1),
     statement AS MATERIALIZED (
       SELECT s.userid, s.queryid, s.query, sum(s.calls)::float8 AS calls, sum(s.total_exec_time)::float8 AS total,
              max(s.max_exec_time)::float8 AS slowest, sum(s.rows)::float8 AS rows
         FROM pg_stat_statements s
        WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND s.calls > 0
        GROUP BY s.userid, s.queryid, s.query),
     told AS (
       SELECT statement.*, coalesce(named.schema, role.schema, session.schema) AS schema,
              CASE WHEN named.schema IS NOT NULL THEN 'names' WHEN role.schema IS NOT NULL THEN 'role'
                   WHEN session.schema IS NOT NULL THEN 'session' END AS by
         FROM statement
         LEFT JOIN LATERAL (
              SELECT min(tenant.schema) AS schema
                FROM regexp_matches(statement.query, '(?:^|[^[:alnum:]_."$])("(?:[^"]|"")+"|[[:alpha:]_][[:alnum:]_$]*)\.("(?:[^"]|"")+"|[[:alpha:]_][[:alnum:]_$]*)', 'g') AS name
                JOIN tenant
                  ON tenant.schema = CASE WHEN name[1] ~ '^"' THEN replace(btrim(name[1], '"'), '""', '"') ELSE lower(name[1]) END
                -- What looks like a schema's table may be a column of an alias.
                JOIN pg_class c
                  ON c.relnamespace = tenant.oid
                 AND c.relname = CASE WHEN name[2] ~ '^"' THEN replace(btrim(name[2], '"'), '""', '"') ELSE lower(name[2]) END
              HAVING count(DISTINCT tenant.schema) = 1) named ON true
         LEFT JOIN role ON role.oid = statement.userid
         LEFT JOIN session ON session.query = statement.queryid::text)
SELECT schema,
       string_agg(DISTINCT by, ', ') AS by,
       sum(calls) AS calls,
       sum(total) AS total,
       sum(total) / sum(calls) AS mean,
       max(slowest) AS slowest,
       100 * sum(total) / nullif(sum(sum(total)) OVER (), 0) AS share,
       sum(rows) AS rows,
       left(regexp_replace(regexp_replace((array_agg(query ORDER BY total DESC))[1], '^(\s*--[^\n]*\n)+', ''), '\s+', ' ', 'g'),
            600) AS worst
  FROM told
 GROUP BY schema
 ORDER BY total DESC, schema
 LIMIT $1::int
