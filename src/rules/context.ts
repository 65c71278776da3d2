import type pg from 'pg'
import {serverVersion} from '../postgres/version.ts'
import {CONVENTIONS} from '../project/conventions.ts'
import type {Conventions} from '../project/project.ts'
import {type Coverage, readCoverage} from './coverage.ts'
import type {RuleParams} from './run.ts'
import {schemasInScope, type TableScope, tablesInScope} from './tables.ts'

/** What a project has declared, for all rules to judge by. */
export type RuleScope = TableScope & {
  /** The column that holds a row's tenant; null: there is none. */
  readonly tenantColumn?: string | null
  /** The setting that holds the current tenant, e.g. `app.tenant_id`; with it the cures contain whole policies. */
  readonly setting?: string | null
  /** The roles the application signs in as. Without them what depends on a role is not looked at. */
  readonly roles?: readonly string[]
  /** Tables that every tenant shares, as patterns. */
  readonly shared?: readonly string[]
  /** The table of the tenants: `public.tenants`; null: there is one, not known which. */
  readonly registry?: string | null
  /** A schema per tenant: their names (null: not known), and the one that new ones are copies of. */
  readonly tenantSchemas?: readonly string[] | null
  readonly template?: string | null
  readonly conventions?: Conventions
}

export type RuleContext = {readonly params: RuleParams; readonly coverage: readonly Coverage[]}

/** Reads what is in scope, and names the parameters of the rules: see sql/rules/README.md. Within a snapshot. */
export async function readContext(client: pg.ClientBase, scope: RuleScope): Promise<RuleContext> {
  const {tenantColumn = null, setting = null, conventions = CONVENTIONS, tenantSchemas = []} = scope
  const roles = scope.roles && scope.roles.length > 0 ? scope.roles : null
  const tables = await tablesInScope(client, scope)
  const candidates = scope.shared?.length
    ? await tablesInScope(client, {...scope, except: [...(scope.except ?? []), ...scope.shared]})
    : tables
  const coverage = await readCoverage(
    client,
    candidates.map(({oid}) => oid),
    {tenantColumn, setting, roles},
  )
  return {
    coverage,
    params: {
      tables: tables.map(({oid}) => oid),
      schemas: await schemasInScope(client, scope),
      unshared_tables: candidates.map(({oid}) => oid),
      tenant_tables: coverage.map(({oid}) => oid),
      tests: coverage.map(({test}) => test),
      tenant_column: tenantColumn,
      setting,
      roles,
      registry: scope.registry === undefined ? '' : scope.registry,
      tenant_schemas: tenantSchemas && [...tenantSchemas, ...(scope.template ? [scope.template] : [])],
      template: scope.template ?? null,
      server_version: await serverVersion(client),
      naming: conventions.naming,
      table_number: conventions.tables,
      foreign_key_name: conventions.foreignKey,
      junction_name: conventions.junction,
      standard_columns: JSON.stringify(conventions.columns),
      updated_at_column: conventions.updatedAt,
      soft_delete_columns: conventions.softDelete,
      custom_fields_columns: conventions.customFields,
      max_indexes: conventions.maxIndexes,
    },
  }
}
