import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import type {Tenancy} from '../project/project.ts'
import type {CompareOptions} from '../schema/difference.ts'
import {tenantDrift as driftOf, type TenantDrift} from '../tenants/drift.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import {choosePgDumpForSources} from './choose.ts'
import {isOwnObject} from './own-objects.ts'
import {openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

/** @throws Failure `no_tenancy` where the config does not say that each tenant has a schema */
export function schemaTenancy({project}: Workspace): Extract<Tenancy, {model: 'schema'}> {
  if (project.tenancy?.model === 'schema') return project.tenancy
  throw new Failure('no_tenancy', 'the config does not say that each tenant has a schema', {
    hint: 'tenancy: {model: schema, registry: {table: public.tenants, schema: schema_name}, template: template}',
  })
}

/** Compares every tenant's schema with the template's, by one dump of the database. */
export async function tenantDrift(
  workspace: Workspace,
  name: string,
  options: CompareOptions = {},
): Promise<TenantDrift> {
  const {registry, template} = schemaTenancy(workspace)
  const source = await openSource(workspace, name)
  const address = source.opened?.address
  if (!address) throw new Failure('no_database', `${name} is no database`)
  const tenants = await withConnection(address, (client) => tenantSchemas(client, registry))
  const schema = await source.read(await choosePgDumpForSources(workspace, [source]))
  return driftOf(
    schema,
    template,
    tenants.filter((tenant) => tenant !== template),
    {...options, ignore: isOwnObject},
  )
}

/** The tenants of the registry. */
export async function listTenants(workspace: Workspace, name: string): Promise<string[]> {
  const {registry} = schemaTenancy(workspace)
  const {opened} = await openSource(workspace, name)
  if (!opened) throw new Failure('no_database', `${name} is no database`)
  return withConnection(opened.address, (client) => tenantSchemas(client, registry))
}
