-- WHAT: revenue by month
-- WHY:  the report reads every invoice and payment; once a night is enough

-- Holds the rows of all tenants, and row security does not exist for materialized views: nobody is granted anything
-- on it. The application reads the view below. REFRESH MATERIALIZED VIEW CONCURRENTLY needs the unique index.
CREATE MATERIALIZED VIEW IF NOT EXISTS monthly_revenue_all AS
    SELECT i.tenant_id,
           date_trunc('month', i.issued_on)::DATE AS month,
           i.currency,
           count(*) AS invoices,
           sum(i.total) AS invoiced,
           COALESCE(sum(p.paid), 0) AS paid
      FROM invoices i
      LEFT JOIN LATERAL (
           SELECT sum(amount) AS paid FROM payments
            WHERE tenant_id = i.tenant_id AND invoice_id = i.id AND status = 'settled') p ON true
     WHERE i.issued_on IS NOT NULL AND i.status NOT IN ('draft', 'void')
     GROUP BY 1, 2, 3;

CREATE UNIQUE INDEX IF NOT EXISTS idx_monthly_revenue_all ON monthly_revenue_all (tenant_id, month, currency);

COMMENT ON MATERIALIZED VIEW monthly_revenue_all IS 'Invoiced and paid per month, of all tenants; refreshed every night by a role that bypasses row security';

CREATE OR REPLACE VIEW monthly_revenue WITH (security_barrier) AS
    SELECT month, currency, invoices, invoiced, paid
      FROM monthly_revenue_all
     WHERE tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID);

COMMENT ON VIEW monthly_revenue IS 'Invoiced and paid per month, of the tenant who asks';
