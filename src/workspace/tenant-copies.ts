import {join} from 'node:path'
import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import {type Restored, readHeader, restoreTenant} from '../tenants/backup/restore.ts'
import {type Backup, freeze, writeBackup} from '../tenants/backup/write.ts'
import {cloneTenant} from '../tenants/clone.ts'
import type {Creation} from '../tenants/create.ts'
import {dropTenant} from '../tenants/drop.ts'
import {rollBack} from '../tenants/each.ts'
import {type Moved, moveTenant} from '../tenants/move.ts'
import {schemaOf} from '../tenants/naming.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {findTenant, type Tenant} from '../tenants/tenant.ts'
import {openDatabase} from './open.ts'
import {pgDumpOf, schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

/** Where backups go, unless somebody says otherwise: `.pgplumb/backups/dev/tenant_acme-20251008T120000Z.sql`. */
export function backupFile({project}: Workspace, database: string, {schema}: Tenant, at = new Date()): string {
  const moment = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return join(project.cacheDir, 'backups', encodeURIComponent(database), `${encodeURIComponent(schema)}-${moment}.sql`)
}

/** @throws Failure `unknown_tenant` */
export async function tenantNamed(workspace: Workspace, name: string, text: string): Promise<Tenant> {
  const {registry} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) =>
    findTenant(await readTenants(client, await openRegistry(client, registry)), text),
  )
}

/** Writes a tenant into a file; the default is `backupFile`. */
export async function tenantBackup(workspace: Workspace, name: string, text: string, file?: string): Promise<Backup> {
  const {registry} = schemaTenancy(workspace)
  const opened = await openDatabase(workspace, name)
  const pgDump = await pgDumpOf(workspace, opened)
  return withConnection(opened.address, async (client) => {
    const open = await openRegistry(client, registry)
    const tenant = findTenant(await readTenants(client, open), text)
    await freeze(client, tenant.schema, {alone: false})
    try {
      return await writeBackup(opened.address, client, tenant, file ?? backupFile(workspace, name, tenant), {
        pgDump,
        registry: open,
        signal: workspace.signal,
      })
    } finally {
      await rollBack(client)
    }
  })
}

export type RestoreOptions = {
  /** Another name; default: that of the backup. */
  readonly as?: string | undefined
  /** Drops the tenant that has the name now, in the same transaction. */
  readonly replace?: boolean
}

/** @throws Failure those of `restoreTenant`, `bad_tenant_name` */
export async function tenantRestore(
  workspace: Workspace,
  name: string,
  file: string,
  {as, replace = false}: RestoreOptions = {},
): Promise<Restored> {
  const {registry, naming, template} = schemaTenancy(workspace)
  const header = await readHeader(file)
  const target =
    as === undefined || as === header.name
      ? {name: header.name, schema: header.schema}
      : {name: as, schema: schemaOf(as, naming, template)}
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const open = await openRegistry(client, registry)
    const there = (await readTenants(client, open)).find(({schema}) => schema === target.schema)
    const before = replace && there ? {before: () => dropTenant(client, open, there, {within: true})} : {}
    return restoreTenant(client, open, file, target, {...before, signal: workspace.signal})
  })
}

export type Dropped = {readonly tenant: Tenant; readonly backup: Backup | null}

/** Drops a tenant; a backup comes first, unless `backup` is false. */
export async function tenantDrop(
  workspace: Workspace,
  name: string,
  text: string,
  {backup = true, file}: {readonly backup?: boolean; readonly file?: string | undefined} = {},
): Promise<Dropped> {
  const {registry} = schemaTenancy(workspace)
  const tenant = await tenantNamed(workspace, name, text)
  const saved = backup ? await tenantBackup(workspace, name, tenant.schema, file) : null
  const {address} = await openDatabase(workspace, name)
  await withConnection(address, async (client) => dropTenant(client, await openRegistry(client, registry), tenant))
  return {tenant, backup: saved}
}

/** A new tenant with all rows of another. */
export async function tenantClone(
  workspace: Workspace,
  name: string,
  from: string,
  to: string,
  values: Readonly<Record<string, string>> = {},
): Promise<Creation> {
  const {registry, naming} = schemaTenancy(workspace)
  const opened = await openDatabase(workspace, name)
  return cloneTenant(opened.address, from, to, {
    registry,
    naming,
    values,
    pgDump: await pgDumpOf(workspace, opened),
    signal: workspace.signal,
  })
}

/** @throws Failure `usage` where both are one database; those of `moveTenant` */
export async function tenantMove(
  workspace: Workspace,
  name: string,
  text: string,
  to: string,
  onStep?: (step: 'copy' | 'compare' | 'drop') => void,
): Promise<Moved> {
  const {registry} = schemaTenancy(workspace)
  const [source, target] = [await openDatabase(workspace, name), await openDatabase(workspace, to)]
  const same = (['host', 'port', 'database'] as const).every((key) => source.address[key] === target.address[key])
  if (same)
    throw new Failure('usage', `${name} and ${to} are one database`, {hint: 'pgplumb tenant rename gives a new name'})
  const tenant = await tenantNamed(workspace, name, text)
  return moveTenant(source.address, target.address, tenant, {
    registry,
    pgDump: await pgDumpOf(workspace, source),
    file: backupFile(workspace, name, tenant),
    signal: workspace.signal,
    ...(onStep ? {onStep} : {}),
  })
}
