import type pg from 'pg'
import {array, nullable, object, parse, string} from 'valibot'
import {Failure, type Place} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {isServerError} from '../postgres/errors.ts'
import {serverVersion} from '../postgres/version.ts'
import type {Rule} from './load.ts'
import {readPolicies} from './policies/policy.ts'
import {badRule, type RuleRow, type SqlRule} from './rule.ts'
import {inSnapshot} from './snapshot.ts'

export type RuleValue = string | number | boolean | null | readonly (string | null)[] | readonly number[]
export type RuleParams = Readonly<Record<string, RuleValue | undefined>>

/** A rule that could not be judged here, and why: never the same as "nothing found". */
export type NotLookedAt = {readonly rule: string; readonly reason: string}

export type RuleRun = {
  readonly findings: readonly Finding[]
  /** The names of the rules that were run. */
  readonly looked: readonly string[]
  readonly notLookedAt: readonly NotLookedAt[]
}

/**
 * Runs the rules in one read-only snapshot, a round trip each at most.
 * @throws Failure `rule_failed` naming the rule's file and line, `bad_rule` where its columns are not those of a rule
 */
export const runRules = (client: pg.ClientBase, rules: readonly Rule[], params: RuleParams): Promise<RuleRun> =>
  inSnapshot(client, () => runInSnapshot(client, rules, params))

/** As `runRules`, within the caller's snapshot. */
export async function runInSnapshot(
  client: pg.ClientBase,
  rules: readonly Rule[],
  params: RuleParams,
): Promise<RuleRun> {
  const version = await serverVersion(client)
  const findings: Finding[] = []
  const looked: string[] = []
  const notLookedAt: NotLookedAt[] = []
  let policies: ReturnType<typeof readPolicies> | undefined
  for (const rule of rules) {
    const reason = unfit(rule, version, params)
    if (reason) {
      notLookedAt.push({rule: rule.name, reason})
      continue
    }
    looked.push(rule.name)
    if (rule.kind === 'policy') {
      policies ??= readPolicies(client, params)
      const setting = typeof params.setting === 'string' ? params.setting : null
      findings.push(...findingsOf(rule, rule.find(await policies, {setting})))
    } else findings.push(...findingsOf(rule, await runQuery(client, rule, params)))
  }
  return {findings, looked, notLookedAt}
}

function unfit(rule: Rule, version: number, params: RuleParams): string | undefined {
  if (version < rule.since)
    return `needs PostgreSQL ${Math.floor(rule.since / 10_000)}, the server is ${Math.floor(version / 10_000)}`
  const required = rule.params.filter(({required}) => required).map(({name}) => name)
  const unknown = required.find((name) => !(name in params))
  if (unknown) throw badRule(rule.file, `there is no parameter ${unknown}; known are ${Object.keys(params).join(', ')}`)
  const absent = required.filter((name) => (params[name] ?? null) === null)
  if (absent.length > 0) return `needs ${absent.map((name) => KEYS[name] ?? name).join(', ')}, which is not configured`
  return undefined
}

/** Where the config says it. */
const KEYS: Readonly<Record<string, string>> = {
  tenant_column: 'isolation.column',
  setting: 'isolation.setting',
  roles: 'isolation.role',
  registry: 'tenancy.registry',
  tenant_schemas: 'the table of tenancy.registry',
}

const rowsShape = array(
  object({
    object_kind: string(),
    object_identity: string(),
    message: string(),
    cure_sql: nullable(string()),
    key: string(),
  }),
)

async function runQuery(client: pg.ClientBase, rule: SqlRule, params: RuleParams): Promise<RuleRow[]> {
  // Extended even without parameters: the server then takes one statement only.
  const query: pg.QueryConfig & {queryMode: 'extended'} = {
    text: rule.sql,
    values: rule.params.map(({name}) => params[name] ?? null),
    queryMode: 'extended',
  }
  const {fields, rows} = await client.query(query).catch((error: unknown) => {
    throw ruleFailure(rule, error)
  })
  const absent = Object.keys(rowsShape.item.entries).filter((name) => !fields.some((field) => field.name === name))
  if (absent.length > 0) throw badRule(rule.file, `the query has no column ${absent.join(', ')}`)
  return parseRows(rule, rows)
}

const findingsOf = (rule: Rule, rows: readonly RuleRow[]): Finding[] =>
  [...rows]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((row) => ({
      rule: rule.name,
      severity: rule.severity,
      object: {kind: row.object_kind, identity: row.object_identity},
      file: null,
      line: null,
      message: row.message,
      cure: rule.cure,
      sql: row.cure_sql,
      key: row.key,
    }))

function parseRows(rule: SqlRule, rows: unknown) {
  try {
    return parse(rowsShape, rows)
  } catch (error) {
    throw badRule(rule.file, 'a column has a type or a null that a rule may not return', error)
  }
}

function ruleFailure(rule: SqlRule, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('rule_failed', `rule ${rule.file}: ${message}`, {place: placeIn(rule, error), cause: error})
}

function placeIn(rule: SqlRule, error: unknown): Place {
  if (!isServerError(error) || !error.position) return {file: rule.file}
  const lines = [...rule.sql]
    .slice(0, Number(error.position) - 1)
    .join('')
    .split('\n')
  const text = rule.sql.split('\n')[lines.length - 1]
  return {
    file: rule.file,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    ...(text === undefined ? {} : {text}),
  }
}
