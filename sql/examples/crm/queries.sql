-- The queries of the CRM as they have to be written to use its indexes. Run them with search_path set to a tenant:
--   PGOPTIONS='-c search_path=tenant_example,public' psql …

-- Full text: an index on an expression serves only queries that have the same expression.
SELECT id, first_name, last_name FROM contacts
 WHERE to_tsvector('english', first_name || ' ' || last_name || ' ' || COALESCE(email, ''))
       @@ to_tsquery('english', 'john & smith');

-- Custom fields: @> is what a GIN index answers; custom_fields->>'priority' = 'high' would read the table.
SELECT id, first_name, last_name FROM contacts
 WHERE custom_fields @> '{"priority": "high", "decision_maker": true}';

-- The open pipeline of one sales representative.
SELECT stage, count(*), sum(value) FROM deals
 WHERE owner_id = 3 AND expected_close_date >= CURRENT_DATE AND actual_close_date IS NULL AND deleted_at IS NULL
 GROUP BY stage;

-- All tenants: users, contacts and deals.
SELECT t.name, t.subdomain, t.created_at, (SELECT count(*) FROM tenant_users(t.schema_name)) AS user_count
  FROM tenants t ORDER BY t.created_at DESC;

WITH tenant_stats AS (
    SELECT schema_name,
           get_table_count(schema_name, 'contacts') AS contact_count,
           get_table_count(schema_name, 'deals') AS deal_count
      FROM tenants)
SELECT sum(contact_count) AS total_contacts, sum(deal_count) AS total_deals, count(*) AS tenant_count FROM tenant_stats;

-- Connections by tenant, and slow queries of the last hour.
SELECT schema_name, active_connections, total_connections FROM pg_stat_activity_by_schema;

SELECT schema_name, avg(query_time) AS avg_query_time, max(query_time) AS max_query_time, count(*) AS query_count
  FROM query_log WHERE "timestamp" >= now() - INTERVAL '1 hour' GROUP BY schema_name ORDER BY avg_query_time DESC;

-- Indexes that nobody uses, over all tenants.
SELECT relname, indexrelname, sum(idx_scan) AS scans FROM pg_stat_user_indexes
 WHERE schemaname LIKE 'tenant\_%' GROUP BY relname, indexrelname ORDER BY scans;
