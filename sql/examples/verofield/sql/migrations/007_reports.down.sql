DROP VIEW IF EXISTS monthly_revenue;
DROP MATERIALIZED VIEW IF EXISTS monthly_revenue_all;
