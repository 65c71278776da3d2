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
})

/** Row security of those of `tables` that have the tenant column, or, where that is null, that have row security. */
export async function readCoverage(
  client: pg.ClientBase,
  tables: readonly string[],
  tenantColumn: string | null,
  setting: string | null,
): Promise<readonly Coverage[]> {
  const {rows} = await client.query(await readSql('catalog/row-security.sql'), [tables, tenantColumn, setting])
  return parse(array(rowShape), rows).map(coverageOf)
}

function coverageOf({oid, test, ...row}: InferOutput<typeof rowShape>): Coverage {
  const names = (command: PolicyCommand, permissive: boolean) =>
    row.policies
      .filter((policy) => policy.permissive === permissive && [command, 'ALL'].includes(policy.command))
      .map((policy) => policy.name)
  const of = (command: PolicyCommand) => ({
    permissive: names(command, true),
    restrictive: names(command, false),
  })
  const commands = {SELECT: of('SELECT'), INSERT: of('INSERT'), UPDATE: of('UPDATE'), DELETE: of('DELETE')}
  return {oid, test, table: {...row, commands}}
}
