import {Failure} from '../failure.ts'
import {withConnection} from '../postgres/connect.ts'
import type {SchemaTenancy} from '../project/project.ts'
import type {Entry} from '../schema/entry.ts'
import {tenantSchemas} from '../tenants/registry.ts'
import {schemaOfEntry} from '../tenants/rename.ts'
import {membersOf} from './fleet/members.ts'
import type {Opened} from './open.ts'
import {isOwnObjectOf} from './own-objects.ts'
import type {Source} from './source.ts'
import type {Workspace} from './workspace.ts'

/**
 * Tells which objects are tenants': they come and go while the program runs, so no master schema has them. How they are
 * is for `tenant drift`. The history of the template's migrations is nobody's drift either; and where the config says who
 * may do what, the template's grants are for `tenant check`.
 */
export async function tenantObjects(
  workspace: Workspace,
  sources: readonly Source[],
): Promise<(entry: Entry) => boolean> {
  const {tenancy} = workspace.project
  if (tenancy?.model !== 'schema') return () => false
  const schemas = new Set<string>()
  for (const {opened} of sources) {
    if (!opened) continue
    const found = await schemasIn(workspace, tenancy, opened).catch((error) => {
      // A database that is to get its registry yet has no tenants.
      if (error instanceof Failure && error.code === 'no_registry') return []
      throw error
    })
    for (const schema of found) if (schema !== tenancy.template) schemas.add(schema)
  }
  const isOwn = isOwnObjectOf([tenancy.template])
  return (entry) => {
    const schema = schemaOfEntry(entry)
    if (tenancy.access.length > 0 && schema === tenancy.template && isGrantOnObject(entry)) return true
    return (schema !== null && schemas.has(schema)) || isOwn(entry)
  }
}

async function schemasIn(
  workspace: Workspace,
  {registry}: SchemaTenancy,
  {database, address}: Opened,
): Promise<readonly string[]> {
  if (registry.database === null) return withConnection(address, (client) => tenantSchemas(client, registry))
  return (await membersOf(workspace)).filter(({shard}) => shard === database.name).map(({schema}) => schema)
}

/** Of a schema, table, sequence or function, or of those to come; what is granted on columns no config says. */
const isGrantOnObject = ({type, tag}: Entry): boolean =>
  type === 'DEFAULT ACL' || (type === 'ACL' && !tag.startsWith('COLUMN '))
