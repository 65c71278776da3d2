import {existsSync} from 'node:fs'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {SchemaTenancy} from '../project/project.ts'
import type {CompareOptions} from '../schema/difference.ts'
import {grantAccess} from '../tenants/access/grant.ts'
import {readAdminSql} from '../tenants/admin-sql.ts'
import {checkTenants} from '../tenants/check.ts'
import {readPlacements} from '../tenants/citus.ts'
import {type Creation, createTenants, type NewTenant} from '../tenants/create.ts'
import {tenantDrift as driftOf, type TenantDrift} from '../tenants/drift.ts'
import {type ListedTenant, listTenants} from '../tenants/list.ts'
import {schemaOf} from '../tenants/naming.ts'
import {openRegistry, readTenants, tenantSchemas} from '../tenants/registry.ts'
import {PLACEHOLDER} from '../tenants/rename.ts'
import {renameTenant} from '../tenants/rename-tenant.ts'
import {type Stats, type StatsOptions, tenantStats, withPlacements} from '../tenants/stats.ts'
import {findTenant, type Tenant} from '../tenants/tenant.ts'
import {choosePgDumpFor, choosePgDumpForSources, containerOf} from './choose.ts'
import {type Opened, openDatabase} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import {openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

/** @throws Failure `no_tenancy` where the config does not say that each tenant has a schema */
export function schemaTenancy({project}: Workspace): SchemaTenancy {
  if (project.tenancy?.model === 'schema') return project.tenancy
  throw new Failure('no_tenancy', 'the config does not say that each tenant has a schema', {
    hint: 'tenancy: {model: schema, registry: {table: public.tenants, schema: schema_name}, template: template}',
  })
}

/** The pg_dump that reads a database. */
export const pgDumpOf = (workspace: Workspace, {major, database}: Opened) =>
  choosePgDumpFor(workspace, [major], containerOf(database.server))

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
    {...options, ignore: isOwnObjectOf([PLACEHOLDER])},
  )
}

export type TenantCreateOptions = {
  readonly concurrency?: number
  readonly onTenant?: (creation: Creation) => void
}

/**
 * Makes tenants as the config says: registry, naming, reference rows, the admin's SQL.
 * @throws Failure those of `createTenants`
 */
export async function tenantCreate(
  workspace: Workspace,
  name: string,
  tenants: readonly NewTenant[],
  options: TenantCreateOptions = {},
): Promise<readonly Creation[]> {
  const {registry, template, naming, reference, access, admin, migrations, citus} = schemaTenancy(workspace)
  const opened = await openDatabase(workspace, name)
  // Tenants are copies: with its grants they get theirs.
  if (access.length > 0) await grantTemplate(opened.address, template, access)
  return createTenants(opened.address, tenants, {
    ...options,
    registry,
    template,
    naming,
    reference,
    citus,
    history: existsSync(migrations),
    admin: admin === null ? null : await readAdminSql(admin),
    pgDump: await pgDumpOf(workspace, opened),
    signal: workspace.signal,
  })
}

/** Makes the template's grants what the config says; its copies have them, too. */
export async function grantTemplate(
  address: Address,
  template: string,
  access: SchemaTenancy['access'],
): Promise<void> {
  const {failed} = await grantAccess(address, [template], access)
  for (const {problem} of failed)
    throw new Failure(problem.code, `the template: ${problem.message}`, {
      ...(problem.hint === null ? {} : {hint: problem.hint}),
    })
}

export async function tenantList(workspace: Workspace, name: string): Promise<readonly ListedTenant[]> {
  const {registry} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, (client) => listTenants(client, registry))
}

/** Where registry and schemas disagree, and where grants are not what the config says. */
export async function tenantCheck(workspace: Workspace, name: string): Promise<readonly Finding[]> {
  const {registry, template, naming, access} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, (client) => checkTenants(client, {registry, template, prefix: naming.prefix, access}))
}

/** @throws Failure `unknown_tenant`, `bad_tenant_name`, `reserved_name`, `tenant_exists`, `rename_failed` */
export async function tenantRename(
  workspace: Workspace,
  name: string,
  from: string,
  to: string,
): Promise<{readonly from: Tenant; readonly to: {readonly name: string; readonly schema: string}}> {
  const {registry, template, naming} = schemaTenancy(workspace)
  const target = {name: to, schema: schemaOf(to, naming, template)}
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const open = await openRegistry(client, registry)
    const tenant = findTenant(await readTenants(client, open), from)
    await renameTenant(client, open, tenant, target)
    return {from: tenant, to: target}
  })
}

/** What tenants hold: all of them, or those that are named. */
export async function tenantStatistics(
  workspace: Workspace,
  name: string,
  names: readonly string[],
  options: StatsOptions = {},
): Promise<Stats> {
  const {registry, citus} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const placements = citus ? await readPlacements(client) : null
    const all = await readTenants(client, await openRegistry(client, registry))
    const stats = await tenantStats(client, names.length ? names.map((text) => findTenant(all, text)) : all, options)
    return placements ? withPlacements(stats, placements) : stats
  })
}
