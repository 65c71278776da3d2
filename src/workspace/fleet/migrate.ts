import {createHash} from 'node:crypto'
import {Failure} from '../../failure.ts'
import type {Ended, Job, Member} from '../../fleet/run.ts'
import {orUnfit, Unfit} from '../../fleet/unfit.ts'
import {type Folder, type MigrationEvent, type PendingOptions, upInSchema} from '../../migrations/index.ts'
import {compareVersions} from '../../migrations/version.ts'
import {withConnection} from '../../postgres/connect.ts'
import {migrateTemplate} from '../../tenants/migrate/migrate.ts'
import {pendingOf} from '../../tenants/migrate/pending.ts'
import {type Canary, stagesOf} from '../../tenants/migrate/stages.ts'
import {openDatabase} from '../open.ts'
import {tenantMigrations} from '../tenant-migrate.ts'
import {schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'
import {membersOf, shardsOf} from './members.ts'
import {groupByShard, put, type Queued} from './queue.ts'
import type {Shards} from './shards.ts'

export type FleetMigrateOptions = PendingOptions & {
  readonly canary?: Canary
  readonly maxFailures?: number | null
  readonly lockTimeout?: number
  readonly toolVersion?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly onShard?: (shard: string) => void
  readonly onEvent?: (event: MigrationEvent) => void
}

export type FleetMigration = Queued & {
  /** What ran in the template of each shard. */
  readonly templates: Readonly<Record<string, readonly string[]>>
}

/**
 * Brings the template of each shard up to date, here and now, and then queues each tenant that is not: the canaries, and
 * when these went well the rest.
 * @throws Failure of the templates' migrations: then nothing was queued; `run_goes_on`
 */
export async function fleetMigrate(workspace: Workspace, options: FleetMigrateOptions = {}): Promise<FleetMigration> {
  const {canary = [], maxFailures = null, to, outOfOrder = false, onShard, ...running} = options
  const {template} = schemaTenancy(workspace)
  const folder = tenantMigrations(workspace)
  const which = {...(to === undefined ? {} : {to}), outOfOrder}
  const members = await membersOf(workspace)
  const shards = shardsOf(workspace, members)
  const byShard = groupByShard(members)
  const templates: Record<string, readonly string[]> = {}
  const due: Member[] = []
  for (const shard of shards) {
    onShard?.(shard)
    const {address} = await openDatabase(workspace, shard)
    await withConnection(address, async (client) => {
      const own = {...running, ...which, template, signal: workspace.signal}
      templates[shard] = await migrateTemplate(address, client, folder, own).catch((error) => {
        throw error instanceof Failure ? inShard(error, shard) : error
      })
      const tenants = (byShard.get(shard) ?? []).map((member) => ({...member, id: null}))
      const found = await pendingOf(client, folder, tenants, which)
      const behind = new Set(
        found.filter(({versions, problem}) => versions.length > 0 || problem !== null).map(({schema}) => schema),
      )
      due.push(...tenants.filter(({schema}) => behind.has(schema)))
    })
  }
  const queued = await put(
    workspace,
    {
      kind: 'migrate',
      options: {files: fingerprint(folder, to), upTo: lastVersion(folder, to), to: to ?? null, outOfOrder},
      stages: stagesOf(spread(due), canary),
      maxFailures,
      alone: true,
    },
    {current: members.length - due.length, shards},
  )
  return {...queued, templates}
}

const inShard = (failure: Failure, shard: string): Failure =>
  new Failure(failure.code, `${shard}: ${failure.message}`, {
    ...(failure.hint === undefined ? {} : {hint: failure.hint}),
    ...(failure.detail === undefined ? {} : {detail: failure.detail}),
    ...(failure.place === undefined ? {} : {place: failure.place}),
    cause: failure,
  })

/** One of each shard in turn, so that the canaries are of several. */
function spread(members: readonly Member[]): readonly Member[] {
  const groups = [...groupByShard(members).values()]
  const longest = Math.max(0, ...groups.map(({length}) => length))
  return Array.from({length: longest}, (_, index) => groups.flatMap((group) => group[index] ?? [])).flat()
}

const upTo = ({versioned, repeatable}: Folder, to: string | undefined) =>
  to === undefined ? [...versioned, ...repeatable] : versioned.filter(({version}) => compareVersions(version, to) <= 0)

const lastVersion = (folder: Folder, to: string | undefined): string | null =>
  upTo(folder, to)
    .filter(({repeatable}) => !repeatable)
    .at(-1)?.version ?? null

/** Of the files that a run is about: every worker has to have the same. */
function fingerprint(folder: Folder, to: string | undefined): string {
  const files = upTo(folder, to).map(({version, textChecksum}) => [version, textChecksum])
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)
}

export type MigratorOptions = {
  readonly lockTimeout?: number
  readonly toolVersion?: string
  readonly variables?: Readonly<Record<string, string>>
}

/** Few: who waits on the queue holds up nobody. */
const LOCK_RETRIES = 2

/** Brings a tenant up to date, in a transaction with its history: what is in effect is not run again. */
export function migrator(workspace: Workspace, shards: Shards, options: MigratorOptions): (job: Job) => Promise<Ended> {
  let folder: Folder | null = null
  const folderFor = async ({run, options: {files, to}}: Job): Promise<Folder> => {
    const last = typeof to === 'string' ? to : undefined
    if (folder !== null && fingerprint(folder, last) === files) return folder
    // A worker that stays may have got the new files since.
    folder = await orUnfit(() => tenantMigrations(workspace))
    if (fingerprint(folder, last) === files) return folder
    throw new Unfit('other_files', `the files in ${folder.path} are not those of run ${run}`, {
      hint: 'bring this machine to the commit from which fleet migrate was run, and start the worker again',
    })
  }
  return async (job) => {
    const files = await folderFor(job)
    const {to, outOfOrder} = job.options
    const which = {...(typeof to === 'string' ? {to} : {}), outOfOrder: outOfOrder === true}
    return shards.use(job.shard, async ({client, pid}, {address}) => {
      const [due] = await pendingOf(client, files, [{id: null, name: job.name, schema: job.schema}], which)
      if (!due || due.problem) return {outcome: 'failed', problem: due?.problem ?? null}
      const ran = due.versions.length
        ? await upInSchema(client, address, files, {
            ...{...options, ...which, lockRetries: LOCK_RETRIES},
            ...{schema: job.schema, known: due.history, pid},
          })
        : []
      const versions = ran.map(({migration}) => migration.version)
      return {outcome: versions.length ? 'migrated' : 'current', result: {versions}, problem: null}
    })
  }
}
