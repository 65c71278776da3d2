import {existsSync} from 'node:fs'
import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import {type Folder, loadMigrations} from '../migrations/index.ts'
import {withConnection} from '../postgres/connect.ts'
import {refuseMissingRoles} from '../tenants/access/differences.ts'
import {type Granted, grantAccess} from '../tenants/access/grant.ts'
import {migrateTenants} from '../tenants/migrate/migrate.ts'
import type {MigrateOptions} from '../tenants/migrate/options.ts'
import type {MigrateResult} from '../tenants/migrate/outcome.ts'
import {type Due, pendingOf} from '../tenants/migrate/pending.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {findTenant, type Tenant} from '../tenants/tenant.ts'
import {openDatabase} from './open.ts'
import {schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

export type TenantMigrateOptions = Omit<MigrateOptions, 'registry' | 'template' | 'only' | 'signal'>

/** @throws Failure `no_migrations_folder` */
export function tenantMigrations(workspace: Workspace): Folder {
  const {migrations} = schemaTenancy(workspace)
  const folder = relative(process.cwd(), migrations) || '.'
  if (existsSync(migrations)) return loadMigrations(folder)
  throw new Failure('no_migrations_folder', `there is no folder ${folder}`, {
    hint: 'it is for files such as 001_add_note.sql, whose unqualified names are those of the tenant; or say in the config where they are: tenancy: {migrations: path}',
  })
}

export type TenantMigrateResult = MigrateResult & {
  /** Grants that were made what the config says; null where it says nothing. */
  readonly access: Granted | null
}

/**
 * Runs what is pending: in the template and in all tenants, or in those that are named.
 * Grants are made what the config says, on new objects and on old ones.
 * @throws Failure those of `migrateTenants` and of `grantAccess`
 */
export async function tenantMigrate(
  workspace: Workspace,
  name: string,
  names: readonly string[],
  options: TenantMigrateOptions = {},
): Promise<TenantMigrateResult> {
  const {registry, template, access} = schemaTenancy(workspace)
  const folder = tenantMigrations(workspace)
  const {address} = await openDatabase(workspace, name)
  if (access.length > 0) await withConnection(address, (client) => refuseMissingRoles(client, access))
  const result = await migrateTenants(address, folder, {
    ...options,
    registry,
    template,
    signal: workspace.signal,
    ...(names.length ? {only: (tenants: readonly Tenant[]) => names.map((text) => findTenant(tenants, text))} : {}),
  })
  if (access.length === 0 || result.stopped === 'interrupted') return {...result, access: null}
  const there = result.tenants.filter(({problem}) => problem?.code !== 'tenant_without_schema')
  const schemas = [...(names.length > 0 ? [] : [template]), ...there.map(({schema}) => schema)]
  return {...result, access: await grantAccess(address, schemas, access, {signal: workspace.signal})}
}

export type TenantPending = {readonly template: Due; readonly tenants: readonly Due[]}

/** What `tenantMigrate` would run. */
export async function tenantPending(
  workspace: Workspace,
  name: string,
  names: readonly string[],
  options: Pick<TenantMigrateOptions, 'to' | 'outOfOrder'> = {},
): Promise<TenantPending> {
  const {registry, template} = schemaTenancy(workspace)
  const folder = tenantMigrations(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const all = (await readTenants(client, await openRegistry(client, registry))).filter(
      ({schema}) => schema !== template,
    )
    const wanted = names.length ? names.map((text) => findTenant(all, text)) : all
    const itself = {id: null, name: template, schema: template}
    const [first, ...tenants] = await pendingOf(client, folder, [itself, ...wanted], options)
    if (!first) throw new Error('a list of one and more has a first')
    return {template: first, tenants}
  })
}
