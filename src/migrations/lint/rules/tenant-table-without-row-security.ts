import {glob} from '../../../glob.ts'
import {madeTables} from '../made-tables.ts'
import type {Table} from '../model/table.ts'
import {ident, rangeText} from '../name.ts'
import {type LintRule, onFile} from '../rule.ts'

export const tenantTableWithoutRowSecurity: LintRule = {
  name: 'tenant-table-without-row-security',
  group: 'tenants',
  severity: 'error',
  what: 'a new table with the tenant column, without the row security that its siblings have',
  why: 'Every tenant reads and writes the rows of all others in it. Nothing fails, so nobody notices.',
  cure: 'ENABLE and FORCE ROW LEVEL SECURITY, and a policy, in the migration that makes the table',
  unsafe: 'CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);',
  safe: `CREATE TABLE IF NOT EXISTS invoices (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS invoices_tenant ON invoices;
CREATE POLICY invoices_tenant ON invoices USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::bigint));`,
  checks: [
    onFile(function* (context) {
      const {model, surroundings} = context
      const shared = surroundings.sharedTables.map(glob)
      for (const {statement, range, table} of madeTables(context)) {
        const key = `${table.schema}.${table.name}`
        if (shared.some((pattern) => pattern.test(key) || pattern.test(table.name))) continue
        const isProtected = table.rowSecurity && table.policies.length > 0
        const siblings = [...model.tables.values()].filter((other) => other !== table && other.rowSecurity)
        const column = tenantColumn(table, siblings, surroundings.tenantColumn)
        const sibling = siblings.find((other) => column !== null && other.columns.has(column))
        if (isProtected || column === null || !sibling) continue
        const name = rangeText(range)
        const type = table.columns.get(column)?.type.name ?? 'text'
        const setting = surroundings.tenantSetting ?? 'app.tenant_id'
        yield {
          statement,
          at: range.location,
          table,
          message: table.rowSecurity
            ? `${name} has row security but no policy, so that nobody but its owner sees a row`
            : `${name} has ${ident(column)} as ${ident(sibling.name)} has, but no row security: tenants see each other's rows`,
          sql: `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS ${ident(`${table.name}_tenant`)} ON ${name};
CREATE POLICY ${ident(`${table.name}_tenant`)} ON ${name}
  USING (${ident(column)} = (SELECT nullif(current_setting('${setting.replaceAll("'", "''")}', true), '')::${type}));`,
        }
      }
    }),
  ],
}

/** The configured column; else one that the tables with row security have in common and that is named like it. */
function tenantColumn(table: Table, siblings: readonly Table[], configured: string | null): string | null {
  if (configured !== null && table.columns.has(configured)) return configured
  const names = [...table.columns.keys()].filter((name) =>
    /^(tenant|org|organi[sz]ation|account|workspace|company)_?(id|uuid)$/.test(name),
  )
  return names.find((name) => siblings.some((sibling) => sibling.columns.has(name))) ?? null
}
