import {existsSync} from 'node:fs'
import {Failure} from '../../failure.ts'
import type {Ended, Job, Member} from '../../fleet/run.ts'
import {orUnfit} from '../../fleet/unfit.ts'
import {withConnection} from '../../postgres/connect.ts'
import type {SchemaTenancy} from '../../project/project.ts'
import {type AdminSql, checkParameters, readAdminSql} from '../../tenants/admin-sql.ts'
import {type Blueprints, blueprintsOf} from '../../tenants/blueprints.ts'
import {type CreateOptions, createTenants} from '../../tenants/create.ts'
import {schemaOf} from '../../tenants/naming.ts'
import {insertTenant, rowFor} from '../../tenants/register.ts'
import {openRegistry, readPlacedTenants} from '../../tenants/registry.ts'
import {standingOf} from '../../tenants/standing.ts'
import {type Opened, openDatabase} from '../open.ts'
import {grantTemplate, schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'
import {membersOf, shardsOf} from './members.ts'
import {groupByShard, put, type Queued} from './queue.ts'
import type {Shards} from './shards.ts'

export type FleetCreateOptions = {
  /** Where new ones are to live; default: each where the fewest tenants are. */
  readonly shard?: string | undefined
  readonly maxFailures?: number | null
}

/**
 * Queues tenants to be made. Those that are there as a whole are left out, those that are half made are completed where
 * they are.
 * @throws Failure `bad_tenant_name`, `reserved_name`, `unknown_shard`, `missing_parameter`
 */
export async function fleetCreate(
  workspace: Workspace,
  names: readonly string[],
  {shard, maxFailures = null}: FleetCreateOptions = {},
): Promise<Queued> {
  const {naming, template, shards, admin} = schemaTenancy(workspace)
  if (shard !== undefined && !shards.includes(shard))
    throw new Failure('unknown_shard', `"${shard}" is none of tenancy.shards`, {hint: `there are ${shards.join(', ')}`})
  const members = await membersOf(workspace)
  const placed = new Map(members.map((member) => [member.schema, member.shard]))
  const wanted = [...new Set(names)].map((name) => ({name, schema: schemaOf(name, naming, template)}))
  if (admin !== null) {
    const sql = await readAdminSql(admin)
    for (const {name, schema} of wanted) checkParameters(sql, {name, schema, id: ''})
  }
  const fill = new Map(shards.map((name) => [name, members.filter((member) => member.shard === name).length]))
  const all = wanted.map((tenant): Member => {
    const where = placed.get(tenant.schema) ?? shard ?? emptiest(fill)
    if (!placed.has(tenant.schema)) fill.set(where, (fill.get(where) ?? 0) + 1)
    return {...tenant, shard: where}
  })
  const due: Member[] = []
  for (const [where, tenants] of groupByShard(all)) {
    const {address} = await openDatabase(workspace, where)
    const standing = await withConnection(address, (client) => standingOf(client, new Set(placed.keys()), tenants))
    due.push(...tenants.filter(({name}) => standing.get(name)?.is !== 'whole'))
  }
  return put(
    workspace,
    {kind: 'create', options: {}, stages: [due], maxFailures},
    {current: all.length - due.length, shards: shardsOf(workspace, due)},
  )
}

const emptiest = (fill: ReadonlyMap<string, number>): string =>
  [...fill].reduce((least, one) => (one[1] < least[1] ? one : least), [...fill][0] ?? ['', 0])[0]

/** Makes a tenant in its shard. One that is there as a whole is left as it is. */
export function creator(workspace: Workspace, shards: Shards): (job: Job) => Promise<Ended> {
  const tenancy = schemaTenancy(workspace)
  const settings = new Map<string, Promise<CreateOptions>>()
  let admin: Promise<AdminSql> | null = null
  const optionsOf = async (shard: string, {address}: Opened): Promise<CreateOptions> => {
    const {registry, template, naming, reference, access, migrations, citus} = tenancy
    if (access.length > 0) await grantTemplate(address, template, access)
    const file = tenancy.admin
    if (file !== null) admin ??= orUnfit(() => readAdminSql(file))
    const pgDump = await shards.pgDump(shard)
    const own = {registry, template, naming, reference, pgDump, citus}
    const blueprints: Blueprints = blueprintsOf(address, template, own)
    return {...own, blueprints, history: existsSync(migrations), admin: await admin, concurrency: 1}
  }
  return async ({shard, name, schema}) => {
    const opened = await shards.open(shard)
    const known = settings.get(shard) ?? optionsOf(shard, opened)
    settings.set(shard, known)
    known.catch(() => settings.delete(shard))
    const own = await known
    const registered = await register(workspace, tenancy, {shard, name, schema})
    const make = async () => {
      const options = {...own, ...(registered === null ? {} : {registered: registered.ids})}
      const [creation] = await createTenants(opened.address, [{name}], options)
      return creation
    }
    const first = await make()
    // A worker that was killed may have made it just now, its last words being COMMIT.
    const made = first?.outcome === 'failed' ? await make() : first
    if (!made || made.outcome === 'failed') return {outcome: 'failed', problem: made?.problem ?? null}
    const isNew = made.outcome === 'completed' && registered?.isNew === true
    return {outcome: isNew ? 'created' : made.outcome, problem: null}
  }
}

/**
 * Writes the row of a registry that all shards share, where it is not there yet. It comes first: a row without a schema
 * is completed by the next try, a schema without a row would be nobody's.
 * @throws Failure `tenant_exists` where it lives in another shard
 */
async function register(
  workspace: Workspace,
  {registry}: SchemaTenancy,
  {shard, name, schema}: Member,
): Promise<{readonly ids: ReadonlyMap<string, string | null>; readonly isNew: boolean} | null> {
  const {database} = registry
  if (database === null) return null
  const {address} = await orUnfit(() => openDatabase(workspace, database))
  return withConnection(address, async (client) => {
    const open = await openRegistry(client, registry)
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${open.table} IN SHARE ROW EXCLUSIVE MODE`)
    const there = (await readPlacedTenants(client, open, registry.shard)).find((tenant) => tenant.schema === schema)
    if (there && (there.shard ?? database) !== shard)
      throw new Failure('tenant_exists', `${name} lives in ${there.shard ?? database} already`)
    const row = rowFor(open, {name, schema, values: {[registry.shard]: shard}}, registry.columns)
    const id = there ? there.id : await insertTenant(client, open, row, {schema, isThere: false})
    await client.query('COMMIT')
    return {ids: new Map([[schema, id]]), isNew: there === undefined}
  })
}
