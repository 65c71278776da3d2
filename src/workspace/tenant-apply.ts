import {Failure} from '../failure.ts'
import {isDestructive, type Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {loadParser} from '../schema/parse.ts'
import {fill} from '../tenants/rewrite/pattern.ts'
import {patternOf} from '../tenants/rewrite/references.ts'
import {type Problem, problemOf} from '../tenants/tenant.ts'
import {runPlan} from './run-plan.ts'
import type {TenantPlans} from './tenant-plan.ts'
import {takeTurn} from './turn.ts'
import type {Workspace} from './workspace.ts'

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
