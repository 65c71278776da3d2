import {Failure} from '../failure.ts'
import {isDestructive, type Plan, type Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {differences} from '../schema/difference.ts'
import {loadParser} from '../schema/parse.ts'
import {type TenantDrift, type TenantGroup, tenantDrift} from '../tenants/drift.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import {PLACEHOLDER} from '../tenants/rename.ts'
import {fill} from '../tenants/rewrite/pattern.ts'
import {patternOf} from '../tenants/rewrite/references.ts'
import {sidesOf, withSequenceValues} from '../tenants/sides.ts'
import {type Problem, problemOf} from '../tenants/tenant.ts'
import {choosePgDumpForSources} from './choose.ts'
import type {Opened} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {runPlan} from './run-plan.ts'
import {openSource} from './source.ts'
import {schemaTenancy} from './tenants.ts'
import {takeTurn} from './turn.ts'
import type {Workspace} from './workspace.ts'

/** What makes tenants that differ in the same way like the template. */
export type TenantPlan = Pick<TenantGroup, 'tenants' | 'changes'> & {
  /** The steps are those of the first of the tenants, on whom they were tried. */
  readonly plan: Plan
}

export type TenantPlans = Pick<TenantDrift, 'template' | 'equal' | 'absent'> & {
  readonly opened: Opened
  readonly groups: readonly TenantPlan[]
}

export type TenantPlanOptions = Omit<PlanningOptions, 'renames'> & {readonly privileges?: boolean}

/**
 * A plan for each group of tenants that differ from the template in the same way, proven on one of them.
 * @throws Failure `no_tenancy`, `no_registry`, `clone_failed`
 */
export async function planTenants(
  workspace: Workspace,
  name: string,
  {privileges = true, ...planning}: TenantPlanOptions = {},
): Promise<TenantPlans> {
  const {registry, template} = schemaTenancy(workspace)
  const source = await openSource(workspace, name)
  const {opened} = source
  if (!opened) throw new Failure('no_database', `${name} is no database`)
  const tenants = (await withConnection(opened.address, (client) => tenantSchemas(client, registry))).filter(
    (tenant) => tenant !== template,
  )
  const pgDump = await choosePgDumpForSources(workspace, [source])
  const schema = await source.read(pgDump)
  const options = {privileges, ignore: isOwnObjectOf([PLACEHOLDER, template, ...tenants])}
  const {groups, equal, absent} = await tenantDrift(schema, template, tenants, options)
  await loadParser()
  const others = new Set(tenants)
  const plans: TenantPlan[] = []
  for (const {tenants: members, changes} of groups) {
    workspace.onProgress?.(`plan for ${members[0]} and ${members.length - 1} more`)
    const sides = sidesOf(schema, {template, tenant: members[0] ?? '', others})
    const compared = {
      actual: source,
      expected: {...source, name: {...source.name, name: template, kind: 'tenant' as const}},
      actualSchema: sides.actual,
      expectedSchema: sides.expected,
      differences: await differences(sides.actual, sides.expected, options),
      options,
      pgDump,
      partial: true,
      unusedIgnores: [],
    }
    const finish = (steps: readonly Step[]) => withSequenceValues(steps, sides)
    const plan = await planComparison(workspace, compared, {...planning, finish})
    plans.push({tenants: members, changes, plan})
  }
  return {template, equal, absent, opened, groups: plans}
}

export type TenantApplication = {
  readonly done: readonly string[]
  readonly failed: readonly {readonly tenant: string; readonly problem: Problem}[]
}

export type ApplyTenantsOptions = {
  /** Whether steps that lose data may run. */
  readonly allowDestructive: boolean
  /** Called before each tenant, with how many are done. */
  readonly onTenant?: (tenant: string, done: number) => void
}

/**
 * Refuses what must not run, before anything else is asked or done.
 * @throws Failure `destructive_plan`, `unproven_plan`
 */
export function checkTenantPlans({groups}: TenantPlans, {allowDestructive}: ApplyTenantsOptions): void {
  for (const {tenants, plan} of groups) {
    const who = tenants.length === 1 ? tenants[0] : `${tenants[0]} and ${tenants.length - 1} more`
    const hint = 'pgplumb plan --tenants prints it'
    if (!plan.proven)
      throw new Failure('unproven_plan', `the plan for ${who} could not be proven, so none is run`, {
        detail: plan.reason ?? '',
        hint,
      })
    const losing = plan.steps.filter(isDestructive)
    if (losing.length && !allowDestructive)
      throw new Failure('destructive_plan', `the plan for ${who} loses data, so none is run`, {
        detail: losing.map(({sql}) => sql).join('\n'),
        hint: `${hint}; --allow-destructive runs it`,
      })
  }
}

/**
 * Brings tenants to the template, one after the other, as planned. What fails with one does not keep the others from it.
 * @throws Failure `destructive_plan`, `unproven_plan`, `interrupted`, `locked`
 */
export async function applyTenants(
  workspace: Workspace,
  plans: TenantPlans,
  options: ApplyTenantsOptions,
): Promise<TenantApplication> {
  checkTenantPlans(plans, options)
  await loadParser()
  const done: string[] = []
  const failed: {tenant: string; problem: Problem}[] = []
  await withConnection(plans.opened.address, async (client) => {
    await takeTurn(client, 'apply', workspace)
    for (const {tenants, plan} of plans.groups) {
      const stepsOf = stepsFor(plan.steps, tenants[0] ?? '')
      for (const tenant of tenants) {
        options.onTenant?.(tenant, done.length)
        try {
          const next = `pgplumb apply ${plans.opened.database.name} --tenants goes on from there`
          await runPlan(workspace, plans.opened, client, stepsOf(tenant), {next})
          done.push(tenant)
        } catch (error) {
          if (workspace.signal?.aborted) throw interruption(error, done)
          failed.push({tenant, problem: problemOf(error)})
        }
      }
    }
  })
  return {done, failed}
}

function interruption(cause: unknown, done: readonly string[]): unknown {
  if (!(cause instanceof Failure)) return cause
  const said = done.length ? `${done.length} tenants are done: ${done.join(', ')}` : 'no tenant is done'
  return new Failure(cause.code, cause.message, {
    detail: [cause.detail, said].filter(Boolean).join('\n'),
    ...(cause.hint ? {hint: cause.hint} : {}),
    cause,
  })
}

/** The steps for one tenant as those for another. */
function stepsFor(steps: readonly Step[], tenant: string): (other: string) => Step[] {
  const patterns = steps.map(({sql}) => patternOf(sql, tenant))
  return (other) =>
    steps.map((step, index) => {
      const pattern = patterns[index]
      return pattern ? {...step, sql: fill(pattern, other)} : step
    })
}
