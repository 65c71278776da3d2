import {Failure} from '../../failure.ts'
import type {Member} from '../../fleet/run.ts'
import {withConnection} from '../../postgres/connect.ts'
import {openRegistry, readPlacedTenants, readTenants} from '../../tenants/registry.ts'
import {openDatabase} from '../open.ts'
import {schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'

/** The databases whose tenants a run may change. */
export function shardsOfConfig(workspace: Workspace): readonly string[] {
  const {shards, registry} = schemaTenancy(workspace)
  return [...new Set([...shards, ...(registry.database === null ? [] : [registry.database])])]
}

/** The databases that hold tenants: those of the config, and that of the one registry where tenants are left in it. */
export function shardsOf(workspace: Workspace, members: readonly Member[]): readonly string[] {
  return [...new Set([...schemaTenancy(workspace).shards, ...members.map(({shard}) => shard)])]
}

/**
 * All tenants, and where each lives: as the one registry says, or as each shard's own does.
 * @throws Failure `no_registry`, `unknown_shard`
 */
export async function membersOf(workspace: Workspace): Promise<readonly Member[]> {
  const {registry, shards, template} = schemaTenancy(workspace)
  const {database} = registry
  const isTenant = ({schema}: {readonly schema: string}) => schema !== template
  if (database === null) {
    const found: Member[] = []
    for (const shard of shards) {
      const {address} = await openDatabase(workspace, shard)
      const tenants = await withConnection(address, async (client) =>
        readTenants(client, await openRegistry(client, registry)),
      )
      found.push(...tenants.filter(isTenant).map(({name, schema}) => ({shard, name, schema})))
    }
    return found
  }
  const {address} = await openDatabase(workspace, database)
  const tenants = await withConnection(address, async (client) =>
    readPlacedTenants(client, await openRegistry(client, registry), registry.shard),
  )
  return tenants.filter(isTenant).map(({name, schema, shard}) => {
    if (shard === null || shards.includes(shard)) return {shard: shard ?? database, name, schema}
    throw new Failure(
      'unknown_shard',
      `the registry says that ${name} lives in "${shard}", which is none of tenancy.shards`,
      {
        hint: `there ${shards.length === 1 ? 'is' : 'are'} ${shards.join(', ')}; add it to the config, or correct the row`,
      },
    )
  })
}
