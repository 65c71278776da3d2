import type {Plan} from '../plan.ts'
import type {CompareOptions} from '../schema/difference.ts'
import {withSequenceValues} from '../tenants/sides.ts'
import {findTenant} from '../tenants/tenant.ts'
import type {Comparison} from './compare.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {compareTenant, readTenantDatabase} from './tenant-sides.ts'
import type {Workspace} from './workspace.ts'

/** A tenant, as it is called, beside what the template would be in its place. */
export async function tenantComparison(
  workspace: Workspace,
  name: string,
  text: string,
  options: Omit<CompareOptions, 'ignore'> = {},
): Promise<Comparison> {
  const database = await readTenantDatabase(workspace, name)
  const tenant = findTenant(database.tenants, text)
  return compareTenant(database, {schema: tenant.schema, shown: `${name}#${tenant.name}`}, options)
}

/** The steps that make a tenant like the template, its rows and the numbers of its sequences in place. */
export async function tenantPlan(
  workspace: Workspace,
  name: string,
  text: string,
  options: PlanningOptions & Omit<CompareOptions, 'ignore'> = {},
): Promise<Plan> {
  const {privileges, owners, ...planning} = options
  const comparing = {...(privileges === undefined ? {} : {privileges}), ...(owners === undefined ? {} : {owners})}
  const compared = await tenantComparison(workspace, name, text, comparing)
  const sides = {actual: compared.actualSchema, expected: compared.expectedSchema}
  return planComparison(workspace, compared, {...planning, finish: (steps) => withSequenceValues(steps, sides)})
}
