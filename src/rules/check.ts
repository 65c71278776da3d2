import type pg from 'pg'
import {Failure} from '../failure.ts'
import {nearest} from '../nearest.ts'
import {type RuleContext, type RuleScope, readContext} from './context.ts'
import type {TableCoverage} from './coverage.ts'
import {loadRules, OWN_GROUP, ownGroups, RULE_GROUPS} from './load.ts'
import {type RuleParams, type RuleRun, runInSnapshot} from './run.ts'
import {chosenRules, type Extends, type Severities} from './settings.ts'
import {inSnapshot} from './snapshot.ts'

/** The groups of `rls check`: who can reach whose rows. */
export const RLS_GROUPS: readonly string[] = ['isolation', 'supabase']

export type RuleOptions = RuleScope & {
  /** Default: `recommended`. */
  readonly extends?: Extends
  readonly severities?: Severities
  /** A folder of the user's own rules. */
  readonly ownRules?: string | null
}

export type RlsCheck = RuleRun & {readonly coverage: readonly TableCoverage[]}

/**
 * How each tenant table is protected, and what is missing.
 * @throws Failure `no_role` where one of `roles` does not exist, `rule_failed`, `bad_rule`
 */
export async function rlsCheck(client: pg.ClientBase, options: RuleOptions): Promise<RlsCheck> {
  const {run, context} = await runGroups(client, RLS_GROUPS, options)
  return {coverage: context.coverage.map(({table}) => table), ...run}
}

/**
 * Runs the rules about the schema's conventions and health.
 * @throws Failure as `rlsCheck`
 */
export async function lint(client: pg.ClientBase, options: RuleOptions = {}): Promise<RuleRun> {
  const groups = RULE_GROUPS.filter((group) => !RLS_GROUPS.includes(group))
  const own = options.ownRules ? await ownGroups(options.ownRules) : []
  return (await runGroups(client, [...groups, ...own], options)).run
}

/** The group of rules about a running database; their thresholds are parameters. */
export const HEALTH_GROUP = 'health'

/**
 * Runs the rules about a database's daily work. `params` are thresholds: `long_seconds`, `freeze_share`, `slot_bytes`.
 * @throws Failure as `rlsCheck`
 */
export const healthCheck = async (
  client: pg.ClientBase,
  options: RuleOptions = {},
  params: RuleParams = {},
): Promise<RuleRun> => (await runGroups(client, [HEALTH_GROUP], options, params)).run

async function runGroups(
  client: pg.ClientBase,
  groups: readonly string[],
  {extends: base = 'recommended', severities = {}, ownRules = null, ...scope}: RuleOptions,
  thresholds: RuleParams = {},
): Promise<{run: RuleRun; context: RuleContext}> {
  const rules = chosenRules(await loadRules(groups, ownRules), {extends: base, severities})
  return inSnapshot(client, async () => {
    if (scope.roles?.length) await checkRoles(client, scope.roles)
    const context = await readContext(client, scope)
    return {context, run: await runInSnapshot(client, rules, {...context.params, ...thresholds})}
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

/** All that ship, and the user's own. */
export async function allRules(ownRules: string | null) {
  const own = ownRules === null ? [] : await ownGroups(ownRules)
  return loadRules([...RULE_GROUPS, HEALTH_GROUP, ...own], ownRules)
}

/**
 * The rule of that name, among those that ship and the user's own.
 * @throws Failure `no_rule`
 */
export async function findRule(name: string, ownRules: string | null = null) {
  const rules = await allRules(ownRules)
  const rule = rules.find((rule) => rule.name === name || `${rule.group}/${rule.name}` === name)
  if (rule) return rule
  const near = nearest(
    name.split('/').at(-1) ?? name,
    rules.map((rule) => rule.name),
  )
  throw new Failure('no_rule', `there is no rule ${name}`, {
    hint: near
      ? `did you mean ${near}?`
      : `docs/rules.md lists them; own ones lie in the rules folder (group ${OWN_GROUP})`,
  })
}
