-- Loses the log of slow queries.
DROP VIEW IF EXISTS public.pg_stat_activity_by_schema;
DROP FUNCTION IF EXISTS public.tenant_users(TEXT);
DROP FUNCTION IF EXISTS public.get_table_count(TEXT, TEXT);
DROP TABLE IF EXISTS public.query_log;
