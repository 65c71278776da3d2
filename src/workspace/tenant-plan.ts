import type {Plan, Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {askRows, type TenantRows} from '../tenants/ask-rows.ts'
import {type TenantDrift, type TenantGroup, tenantDrift} from '../tenants/drift.ts'
import {PLACEHOLDER} from '../tenants/rename.ts'
import {withSequenceValues} from '../tenants/sides.ts'
import type {Opened} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {compareTenant, readTenantDatabase} from './tenant-sides.ts'
import type {Workspace} from './workspace.ts'

/** What makes tenants that differ in the same way like the template. */
export type TenantPlan = Pick<TenantGroup, 'tenants' | 'changes'> & {
  /** The steps are those of the first of the tenants, on whom they were tried. */
  readonly plan: Plan
  /** What the rows of the others say of the steps; null where there are no others, or nothing was to be proven. */
  readonly rows: TenantRows | null
}

export type TenantPlans = Pick<TenantDrift, 'template' | 'equal' | 'absent'> & {
  readonly opened: Opened
  readonly groups: readonly TenantPlan[]
}

export type TenantPlanOptions = Omit<PlanningOptions, 'renames'> & {readonly privileges?: boolean}

/**
 * A plan for each group of tenants that differ from the template in the same way, proven on one of them; the rows of the
 * others are asked whether they allow it.
 * @throws Failure `no_tenancy`, `no_registry`, `clone_failed`
 */
export async function planTenants(
  workspace: Workspace,
  name: string,
  {privileges = true, ...planning}: TenantPlanOptions = {},
): Promise<TenantPlans> {
  const database = await readTenantDatabase(workspace, name)
  const {opened, schema, template} = database
  const tenants = database.tenants.map((tenant) => tenant.schema)
  const {groups, equal, absent} = await tenantDrift(schema, template, tenants, {
    privileges,
    ignore: isOwnObjectOf([PLACEHOLDER]),
  })
  const plans: TenantPlan[] = []
  for (const {tenants: members, changes} of groups) {
    const [first = '', ...others] = members
    workspace.onProgress?.(`plan for ${first} and ${others.length} more`)
    const compared = await compareTenant(database, {schema: first, alike: others, shown: name}, {privileges})
    const sides = {actual: compared.actualSchema, expected: compared.expectedSchema}
    const finish = (steps: readonly Step[]) => withSequenceValues(steps, sides)
    const plan = await planComparison(workspace, compared, {...planning, finish})
    const asks = others.length > 0 && plan.proven !== null
    const {signal} = workspace
    const rows = asks
      ? await withConnection(opened.address, (client) =>
          askRows(client, plan.steps, {planned: first, others, ...(signal ? {signal} : {})}),
        )
      : null
    plans.push({tenants: members, changes, plan, rows})
  }
  return {template, equal, absent, opened, groups: plans}
}
