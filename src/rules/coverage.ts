import type pg from 'pg'
import {array, boolean, type InferOutput, nullable, object, parse, picklist, string} from 'valibot'
import {readSql} from '../postgres/sql-file.ts'

export const POLICY_COMMANDS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const
export type PolicyCommand = (typeof POLICY_COMMANDS)[number]

export type Policy = {
  readonly name: string
  readonly command: PolicyCommand | 'ALL'
  readonly permissive: boolean
  /** `public` stands for every role. */
  readonly roles: readonly string[]
  readonly using: string | null
  readonly check: string | null
}

/** How one table is protected. */
export type TableCoverage = {
  readonly schema: string
  readonly table: string
  readonly kind: 'table' | 'partitioned table' | 'partition'
  /** The parent of a partition or of a table that inherits, which can be addressed around: `public.events`. */
  readonly parent: string | null
  readonly owner: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly policies: readonly Policy[]
  /** By command, the policies that apply to it: those for ALL count for each. */
  readonly commands: Readonly<
    Record<PolicyCommand, {readonly permissive: readonly string[]; readonly restrictive: readonly string[]}>
  >
  /** For each of the application's roles, as far as they are known, what row security does to it. */
  readonly roles: readonly RoleCoverage[]
}

/**
 * `none`: it has no privilege. `open`: the privilege, and no row security that binds it. `refused`: the privilege, but no
 * policy admits a row. Else the number of permissive policies that count for it.
 */
export type Reach = 'none' | 'open' | 'refused' | number
export type RoleCoverage = {
  readonly role: string
  /** Superuser, BYPASSRLS, or the owner of a table that is not forced. */
  readonly exempt: boolean
  readonly commands: Readonly<Record<PolicyCommand, Reach>>
}

export type Coverage = {
  readonly oid: string
  /** The condition a policy of this table has to have, as SQL; null where the tenant's setting is not known. */
  readonly test: string | null
  readonly table: TableCoverage
}

const rowShape = object({
  oid: string(),
  schema: string(),
  table: string(),
  kind: picklist(['table', 'partitioned table', 'partition']),
  parent: nullable(string()),
  owner: string(),
  enabled: boolean(),
  forced: boolean(),
  test: nullable(string()),
  policies: array(
    object({
      name: string(),
      command: picklist([...POLICY_COMMANDS, 'ALL']),
      permissive: boolean(),
      roles: array(string()),
      using: nullable(string()),
      check: nullable(string()),
    }),
  ),
  roles: array(
    object({
      role: string(),
      exempt: boolean(),
      granted: array(picklist(POLICY_COMMANDS)),
      /** The command of each permissive policy that counts for the role. */
      policies: array(picklist([...POLICY_COMMANDS, 'ALL'])),
    }),
  ),
})

/** Row security of those of `tables` (oids) that have the tenant column, or row security, or policies. */
export async function readCoverage(
  client: pg.ClientBase,
  tables: readonly string[],
  {tenantColumn, setting, roles}: Contract,
): Promise<readonly Coverage[]> {
  const {rows} = await client.query(await readSql('catalog/row-security.sql'), [tables, tenantColumn, setting, roles])
  return parse(array(rowShape), rows).map(coverageOf)
}

type Contract = {
  readonly tenantColumn: string | null
  readonly setting: string | null
  readonly roles: readonly string[] | null
}

function roleCoverage(
  {role, exempt, granted, policies}: InferOutput<typeof rowShape>['roles'][number],
  enabled: boolean,
): RoleCoverage {
  const reach = (command: PolicyCommand): Reach => {
    if (!granted.includes(command)) return 'none'
    if (!enabled || exempt) return 'open'
    return policies.filter((name) => name === command || name === 'ALL').length || 'refused'
  }
  const commands = {SELECT: reach('SELECT'), INSERT: reach('INSERT'), UPDATE: reach('UPDATE'), DELETE: reach('DELETE')}
  return {role, exempt, commands}
}

function coverageOf({oid, test, roles, ...row}: InferOutput<typeof rowShape>): Coverage {
  const names = (command: PolicyCommand, permissive: boolean) =>
    row.policies
      .filter((policy) => policy.permissive === permissive && [command, 'ALL'].includes(policy.command))
      .map((policy) => policy.name)
  const of = (command: PolicyCommand) => ({
    permissive: names(command, true),
    restrictive: names(command, false),
  })
  const commands = {SELECT: of('SELECT'), INSERT: of('INSERT'), UPDATE: of('UPDATE'), DELETE: of('DELETE')}
  return {oid, test, table: {...row, commands, roles: roles.map((role) => roleCoverage(role, row.enabled))}}
}
