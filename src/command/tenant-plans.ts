import {isDestructive} from '../plan.ts'
import type {ProgressTask} from '../report/progress.ts'
import type {TenantPlanOptions} from '../workspace/tenant-plan.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {print, printExact, printJson} from './output.ts'

type Tasks = <T>(tasks: readonly ProgressTask<T>[]) => Promise<T[]>

/** `plan --tenants`. Returns whether there is something to do. */
export async function showTenantPlans(
  workspace: Workspace,
  database: string,
  {json, ...options}: TenantPlanOptions & {readonly json: boolean},
): Promise<boolean> {
  const {planTenants} = await import('../workspace/tenant-plan.ts')
  const {renderTenantPlans, tenantPlansJson} = await import('../report/tenant-plan.ts')
  const plans = await planTenants(workspace, database, options)
  if (json) printJson({database, ...tenantPlansJson(plans)})
  else printExact(renderTenantPlans(plans, database))
  return plans.groups.length > 0
}

export type ApplyTenants = TenantPlanOptions & {
  readonly json: boolean
  readonly dryRun: boolean
  readonly allowDestructive: boolean
  readonly confirm: (question: string, protectedName?: string) => Promise<void>
  readonly progress: Tasks
}

/** `apply --tenants`. Returns whether all went well. */
export async function applyTenantPlans(
  workspace: Workspace,
  database: string,
  {json, dryRun, allowDestructive, confirm, progress, ...options}: ApplyTenants,
): Promise<boolean> {
  const {applyTenants, checkTenantPlans, planTenants} = await import('../workspace/tenant-plan.ts')
  const {renderTenantApplication, renderTenantPlans, tenantPlansJson} = await import('../report/tenant-plan.ts')
  const plans = await planTenants(workspace, database, options)
  if (dryRun) {
    if (json) printJson({database, ...tenantPlansJson(plans), done: [], failed: []})
    else printExact(renderTenantPlans(plans, database))
    return true
  }
  checkTenantPlans(plans, {allowDestructive})
  const total = plans.groups.reduce((sum, {tenants}) => sum + tenants.length, 0)
  const losing = plans.groups.filter(({plan}) => plan.steps.some(isDestructive))
  const {database: entry, address} = plans.opened
  if (total && entry.protected)
    await confirm(`Change ${total} tenants of the protected database ${database}?`, address.database)
  else if (losing.length)
    await confirm(
      `${losing.reduce((sum, {tenants}) => sum + tenants.length, 0)} tenants of ${database} lose data. Go on?`,
    )
  const [result = {done: [], failed: []}] = total
    ? await progress([
        {
          title: `make the tenants of ${database} like ${plans.template}`,
          run: (update) =>
            applyTenants({...workspace, onProgress: update}, plans, {
              allowDestructive,
              onTenant: (tenant, done) => update(`${done + 1}/${total} ${tenant}`),
            }),
        },
      ])
    : []
  if (json) printJson({database, ...tenantPlansJson(plans), ...result})
  else print(renderTenantApplication(result, plans, database))
  return result.failed.length === 0
}
