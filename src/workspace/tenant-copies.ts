import {join} from 'node:path'
import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import {type Restored, readHeader, restoreTenant} from '../tenants/backup/restore.ts'
import {type Backup, freeze, writeBackup} from '../tenants/backup/write.ts'
import {cloneTenant} from '../tenants/clone.ts'
import type {Creation} from '../tenants/create.ts'
import {dropTenant, refuseIfUsed} from '../tenants/drop.ts'
import {rollBack} from '../tenants/each.ts'
import {type Moved, moveTenant} from '../tenants/move.ts'
import {schemaOf} from '../tenants/naming.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {findTenant, type Tenant} from '../tenants/tenant.ts'
import {openDatabase} from './open.ts'
import {pgDumpOf, schemaTenancy} from './tenants.ts'
import type {Workspace} from './workspace.ts'

/** Where backups go, unless somebody says otherwise: `.pgplumb/backups/dev/tenant_acme-20251008T120000Z.dump`. */
export function backupFile({project}: Workspace, database: string, {schema}: Tenant, at = new Date()): string {
  const moment = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return join(project.cacheDir, 'backups', encodeURIComponent(database), `${encodeURIComponent(schema)}-${moment}.dump`)
}

/** @throws Failure `unknown_tenant` */
export async function tenantsNamed(
  workspace: Workspace,
  name: string,
  texts: readonly string[],
): Promise<readonly Tenant[]> {
  const {registry} = schemaTenancy(workspace)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const all = await readTenants(client, await openRegistry(client, registry))
    return [...new Set(texts.map((text) => findTenant(all, text)))]
  })
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

/**
 * Drops tenants, one after the other; a backup of each comes first, unless `backup` is false. A failure ends it, and says
 * which are gone.
 * @throws Failure `unknown_tenant`; `tenant_in_use` where one of them is: then none is dropped; `drop_failed`
 */
export async function tenantDrop(
  workspace: Workspace,
  name: string,
  names: readonly string[],
  {backup = true, file}: {readonly backup?: boolean; readonly file?: string | undefined} = {},
): Promise<readonly Dropped[]> {
  const {registry} = schemaTenancy(workspace)
  const tenants = await tenantsNamed(workspace, name, names)
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, async (client) => {
    const open = await openRegistry(client, registry)
    for (const tenant of tenants) await refuseIfUsed(client, tenant)
    const dropped: Dropped[] = []
    for (const tenant of tenants)
      try {
        workspace.signal?.throwIfAborted()
        const saved = backup ? await tenantBackup(workspace, name, tenant.schema, file) : null
        await dropTenant(client, open, tenant)
        dropped.push({tenant, backup: saved})
      } catch (error) {
        throw dropped.length > 0 && error instanceof Failure ? alsoDropped(error, dropped) : error
      }
    return dropped
  })
}

function alsoDropped({code, message, hint, detail, cause}: Failure, dropped: readonly Dropped[]): Failure {
  const gone = dropped.map(
    ({tenant, backup}) => `dropped before: ${tenant.name}${backup ? `, see ${backup.file}` : ''}`,
  )
  return new Failure(code, message, {
    detail: [detail ?? [], gone].flat().join('\n'),
    ...(hint === undefined ? {} : {hint}),
    cause,
  })
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
  const [tenant] = await tenantsNamed(workspace, name, [text])
  if (!tenant) throw new Error('one name is one tenant')
  return moveTenant(source.address, target.address, tenant, {
    registry,
    pgDump: await pgDumpOf(workspace, source),
    file: backupFile(workspace, name, tenant),
    signal: workspace.signal,
    ...(onStep ? {onStep} : {}),
  })
}
