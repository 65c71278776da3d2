import {Failure} from '../failure.ts'
import type {Plan, Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {differences} from '../schema/difference.ts'
import {loadParser} from '../schema/parse.ts'
import {type TenantDrift, type TenantGroup, tenantDrift} from '../tenants/drift.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import {PLACEHOLDER} from '../tenants/rename.ts'
import {sidesOf, withSequenceValues} from '../tenants/sides.ts'
import {choosePgDumpForSources} from './choose.ts'
import type {Opened} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {openSource} from './source.ts'
import {schemaTenancy} from './tenants.ts'
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
  const {groups, equal, absent} = await tenantDrift(schema, template, tenants, {
    privileges,
    ignore: isOwnObjectOf([PLACEHOLDER]),
  })
  await loadParser()
  const others = new Set(tenants)
  const plans: TenantPlan[] = []
  for (const {tenants: members, changes} of groups) {
    workspace.onProgress?.(`plan for ${members[0]} and ${members.length - 1} more`)
    const options = {privileges, ignore: isOwnObjectOf([template, ...members])}
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
