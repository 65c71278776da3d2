import type {Node} from 'libpg-query'
import type pg from 'pg'
import {array, boolean, nullable, object, parse, picklist, string} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
import {parseExpression, parserLoaded} from './parse.ts'

/** `USING (…)` or `WITH CHECK (…)` of a policy. */
export type Clause = {readonly name: 'USING' | 'WITH CHECK'; readonly text: string; readonly tree: Node}

/** A policy of a table whose row security is on, as the server prints it and as the parser reads that. */
export type Policy = {
  readonly schema: string
  readonly table: string
  /** Of the table: `public.notes`. */
  readonly relation: string
  /** Quoted where it has to be. */
  readonly name: string
  /** `notes_read ON public.notes` */
  readonly identity: string
  readonly key: string
  /** `*` is every command. */
  readonly command: '*' | 'r' | 'a' | 'w' | 'd'
  readonly permissive: boolean
  /** Oids; `0` is every role. */
  readonly roles: readonly string[]
  /** Null where the table has none. */
  readonly tenantColumn: string | null
  /** The condition it has to have, as SQL; null where the tenant's column or setting is not known. */
  readonly test: string | null
  /** Whether it counts for a role of the application, as far as these are known. */
  readonly forApplication: boolean
  readonly clauses: readonly Clause[]
}

const rows = array(
  object({
    schema: string(),
    table: string(),
    identity: string(),
    name: string(),
    command: picklist(['*', 'r', 'a', 'w', 'd']),
    permissive: boolean(),
    roles: array(string()),
    tenant_column: nullable(string()),
    test: nullable(string()),
    for_application: boolean(),
    using: nullable(string()),
    check: nullable(string()),
  }),
)

/** The policies of tables that have row security on, with their trees. Takes the parameters of the rules. */
export async function readPolicies(
  client: pg.ClientBase,
  params: Readonly<Record<string, unknown>>,
): Promise<readonly Policy[]> {
  const {tenant_tables = [], tests = [], tenant_column = null, roles = null} = params
  const result = await client.query(await readSql('catalog/policies.sql'), [tenant_tables, tests, tenant_column, roles])
  if (result.rows.length > 0) await parserLoaded()
  return parse(rows, result.rows).map(({identity, tenant_column, for_application, using, check, ...row}) => ({
    ...row,
    relation: identity,
    identity: `${row.name} ON ${identity}`,
    key: `${identity}.${row.name}`,
    tenantColumn: tenant_column,
    forApplication: for_application,
    clauses: [...clause('USING', using), ...clause('WITH CHECK', check)],
  }))
}

function clause(name: Clause['name'], text: string | null): readonly Clause[] {
  const tree = text === null ? null : parseExpression(text)
  return text === null || tree === null ? [] : [{name, text, tree}]
}

/** Gives clauses other conditions; null where one of them is not known. */
export function alterPolicy(
  {name, relation}: Policy,
  clauses: readonly {readonly name: string; readonly sql: string | null}[],
): string | null {
  if (clauses.some(({sql}) => sql === null)) return null
  return `ALTER POLICY ${name} ON ${relation} ${clauses.map(({name, sql}) => `${name} (${sql})`).join(' ')}`
}

/** Gives clauses the condition that they have to have; where another policy has it already, this one can go. */
export function mendPolicy(
  policy: Policy,
  clauses: readonly Pick<Clause, 'name'>[],
  policies: readonly Policy[],
): string | null {
  const {test, relation, command, roles} = policy
  if (test === null) return null
  const isCovered = policies.some(
    (other) =>
      other !== policy &&
      other.relation === relation &&
      other.permissive &&
      (other.command === '*' || other.command === command) &&
      (other.roles.includes('0') || roles.every((role) => other.roles.includes(role))) &&
      other.clauses.length > 0 &&
      other.clauses.every(({text}) => essence(text) === essence(test)),
  )
  if (isCovered) return `DROP POLICY ${policy.name} ON ${relation}`
  return alterPolicy(
    policy,
    clauses.map(({name}) => ({name, sql: test})),
  )
}

/** What is left of a condition without what the server adds when it prints it. */
const essence = (text: string): string => text.replaceAll(/::text| AS "?\w+"?|[\s()]/g, '').toLowerCase()
