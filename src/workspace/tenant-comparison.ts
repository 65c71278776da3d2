import {Failure} from '../failure.ts'
import type {Plan} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {type CompareOptions, differences} from '../schema/difference.ts'
import {loadParser} from '../schema/parse.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {sidesOf, withSequenceValues} from '../tenants/sides.ts'
import {findTenant} from '../tenants/tenant.ts'
import {choosePgDumpForSources} from './choose.ts'
import type {Comparison} from './compare.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {openSource} from './source.ts'
import {schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

/** A tenant's schema beside what the template would be in its place; names are the tenant's own. */
export async function tenantComparison(
  workspace: Workspace,
  name: string,
  text: string,
  options: Omit<CompareOptions, 'ignore'> = {},
): Promise<Comparison> {
  const {registry, template} = schemaTenancy(workspace)
  const source = await openSource(workspace, name)
  const {opened} = source
  if (!opened) throw new Failure('no_database', `${name} is no database`)
  const tenants = await withConnection(opened.address, async (client) =>
    readTenants(client, await openRegistry(client, registry)),
  )
  const {name: tenantName, schema: tenant} = findTenant(tenants, text)
  const pgDump = await choosePgDumpForSources(workspace, [source])
  const [read] = await Promise.all([source.read(pgDump), loadParser()])
  const others = new Set(tenants.map(({schema}) => schema).filter((schema) => schema !== template))
  const {actual, expected} = sidesOf(read, {template, tenant, others})
  const compared = {...options, ignore: isOwnObjectOf([tenant, template])}
  const named = (shown: string) => ({...source, name: {...source.name, name: shown, kind: 'tenant' as const}})
  return {
    actual: named(`${name}#${tenantName}`),
    expected: named(`${name}#${template}`),
    actualSchema: actual,
    expectedSchema: expected,
    differences: await differences(actual, expected, compared),
    options: compared,
    pgDump,
    partial: true,
    unusedIgnores: [],
  }
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
