import type pg from 'pg'
import {Failure} from '../failure.ts'
import {readCoverage, type TableCoverage} from './coverage.ts'
import {loadRules} from './load.ts'
import {type RuleRun, runInSnapshot} from './run.ts'
import {type Severities, withSeverities} from './settings.ts'
import {inSnapshot} from './snapshot.ts'
import {type TableScope, tablesInScope} from './tables.ts'

export type RlsOptions = TableScope & {
  /** The column that holds a row's tenant; null: look at every table that has row security. */
  readonly tenantColumn: string | null
  /** The setting that holds the current tenant, e.g. `app.tenant_id`; with it the cures contain whole policies. */
  readonly setting?: string
  /** The roles the application signs in as. Without them what depends on a role is not looked at. */
  readonly roles?: readonly string[]
  readonly severities?: Severities
  /** Folders of the user's own rules. */
  readonly ruleFolders?: readonly string[]
}

export type RlsCheck = RuleRun & {readonly coverage: readonly TableCoverage[]}

/**
 * How each tenant table is protected, and what is missing.
 * @throws Failure `no_role` where one of `roles` does not exist, `rule_failed`
 */
export async function rlsCheck(client: pg.ClientBase, options: RlsOptions): Promise<RlsCheck> {
  const rules = withSeverities(await loadRules('isolation', options.ruleFolders), options.severities ?? {})
  const roles = options.roles && options.roles.length > 0 ? options.roles : null
  return inSnapshot(client, async () => {
    if (roles) await checkRoles(client, roles)
    const tables = await tablesInScope(client, options)
    const coverage = await readCoverage(client, tables, options.tenantColumn, options.setting ?? null)
    const run = await runInSnapshot(client, rules, {
      tables: coverage.map(({oid}) => oid),
      tests: coverage.map(({test}) => test),
      tenant_column: options.tenantColumn,
      setting: options.setting,
      roles,
    })
    return {coverage: coverage.map(({table}) => table), ...run}
  })
}

async function checkRoles(client: pg.ClientBase, roles: readonly string[]): Promise<void> {
  const {rows} = await client.query(
    'SELECT name FROM unnest($1::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_roles)',
    [roles],
  )
  if (rows.length === 0) return
  const names = rows.map((row: {name: string}) => row.name).join(', ')
  throw new Failure('no_role', `the application role ${names} does not exist on this server`, {
    hint: 'correct isolation.role in the config, or create the role',
  })
}
