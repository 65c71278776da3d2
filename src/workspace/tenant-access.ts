import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import {accessDifferences} from '../tenants/access/differences.ts'
import {createRoles, type Granted, type GrantOptions, grantAccess} from '../tenants/access/grant.ts'
import {type AccessGroup, accessGroups} from '../tenants/access/groups.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {findTenant} from '../tenants/tenant.ts'
import {openDatabase} from './open.ts'
import {schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

export type TenantGrantOptions = Omit<GrantOptions, 'signal'> & {
  /** Whether roles that the server does not have are made. */
  readonly createRoles?: boolean
}

/** @throws Failure `no_access` where the config does not say what roles may do */
function declared(workspace: Workspace) {
  const {access} = schemaTenancy(workspace)
  if (access.length > 0) return access
  throw new Failure('no_access', 'the config does not say what roles may do in tenants', {
    hint: 'tenancy: {access: {application: {schema: usage, tables: [select, insert, update, delete], sequences: usage}}}',
  })
}

/** The schemas of the template and of all tenants, or of those that are named. */
async function schemasOf(workspace: Workspace, name: string, names: readonly string[]): Promise<readonly string[]> {
  const {registry, template} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const all = await readTenants(client, await openRegistry(client, registry))
    if (names.length > 0) return [...new Set(names.map((text) => findTenant(all, text).schema))]
    return [...new Set([template, ...all.map(({schema}) => schema)])]
  })
}

/**
 * Where grants are not what the config says, and the SQL that mends it, by what differs.
 * @throws Failure `no_access`, `no_role`, `unknown_tenant`
 */
export async function tenantAccess(
  workspace: Workspace,
  name: string,
  names: readonly string[] = [],
): Promise<readonly AccessGroup[]> {
  const access = declared(workspace)
  const schemas = await schemasOf(workspace, name, names)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => accessGroups(await accessDifferences(client, schemas, access)))
}

/**
 * Makes grants what the config says, in the template and in all tenants, or in those that are named.
 * @throws Failure `no_access`, `no_role`, `unknown_tenant`, `permission_denied`
 */
export async function tenantGrant(
  workspace: Workspace,
  name: string,
  names: readonly string[] = [],
  {createRoles: creating = false, ...options}: TenantGrantOptions = {},
): Promise<Granted & {readonly roles: readonly string[]}> {
  const access = declared(workspace)
  const {address} = await openDatabase(workspace, name)
  const wanted = access.map(({role}) => role)
  const roles = creating ? await withConnection(address, (client) => createRoles(client, wanted)) : []
  const schemas = await schemasOf(workspace, name, names)
  return {roles, ...(await grantAccess(address, schemas, access, {...options, signal: workspace.signal}))}
}
