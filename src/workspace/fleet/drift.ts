import type {Change} from '../../change.ts'
import type {Ended, Job} from '../../fleet/run.ts'
import type {EndedJob} from '../../fleet/status.ts'
import type {Schema} from '../../schema/entry.ts'
import {readDatabase} from '../../schema/read.ts'
import {tenantDrift} from '../../tenants/drift.ts'
import {PLACEHOLDER} from '../../tenants/rename.ts'
import {isOwnObjectOf} from '../own-objects.ts'
import {schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'
import {membersOf, shardsOf} from './members.ts'
import {put, type Queued} from './queue.ts'
import type {Shards} from './shards.ts'

/** Queues a comparison of every tenant's schema with the template of its shard. */
export async function fleetDrift(
  workspace: Workspace,
  {privileges = true}: {readonly privileges?: boolean} = {},
): Promise<Queued> {
  const members = await membersOf(workspace)
  return put(
    workspace,
    {kind: 'drift', options: {privileges}, stages: [members], maxFailures: null},
    {shards: shardsOf(workspace, members)},
  )
}

type Reading = {readonly run: number; readonly schema: Promise<Schema>}

/** Compares from one reading of the shard for all tenants of a run; for one that came later it is read again. */
export function comparer(workspace: Workspace, shards: Shards): (job: Job) => Promise<Ended> {
  const {template} = schemaTenancy(workspace)
  const readings = new Map<string, Reading>()
  const read = (job: Job, again: boolean): Promise<Schema> => {
    const known = readings.get(job.shard)
    if (!again && known?.run === job.run) return known.schema
    const schema = shards
      .open(job.shard)
      .then(async ({address}) => readDatabase(address, {pgDump: await shards.pgDump(job.shard)}))
    schema.catch(() => readings.delete(job.shard))
    readings.set(job.shard, {run: job.run, schema})
    return schema
  }
  return async (job) => {
    const compare = async (again: boolean) =>
      tenantDrift(await read(job, again), template, [job.schema], {
        privileges: job.options.privileges !== false,
        ignore: isOwnObjectOf([PLACEHOLDER]),
      })
    const first = await compare(false)
    const cameLater = first.absent.length > 0 && (await isThere(shards, job))
    const {absent, groups} = cameLater ? await compare(true) : first
    const [group] = groups
    if (absent.length > 0) return {outcome: 'no schema', problem: null}
    if (!group) return {outcome: 'like the template', problem: null}
    return {outcome: 'differs', result: {changes: group.changes, explanation: group.explanation}, problem: null}
  }
}

const isThere = (shards: Shards, {shard, schema}: Job): Promise<boolean> =>
  shards.use(shard, async ({client}) => {
    const {rowCount} = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema])
    return rowCount === 1
  })

/** What the comparisons of a run found, tenants that differ in the same way together. */
export type FleetDrift = {
  readonly template: string
  readonly equal: readonly string[]
  readonly absent: readonly string[]
  readonly groups: readonly {
    readonly tenants: readonly string[]
    readonly changes: readonly Change[]
    readonly explanation: string | null
  }[]
}

type Difference = {readonly changes: readonly Change[]; readonly explanation: string | null}

/** Tenants are called by their shard and schema, `shard2/tenant_acme`, where there are several shards. */
export function groupDrift(template: string, jobs: readonly EndedJob[]): FleetDrift {
  const several = new Set(jobs.map(({shard}) => shard)).size > 1
  const nameOf = ({shard, schema}: EndedJob) => (several ? `${shard}/${schema}` : schema)
  const of = (outcome: string) => jobs.filter((job) => job.outcome === outcome)
  const groups = new Map<string, Difference & {readonly tenants: string[]}>()
  for (const job of of('differs')) {
    const key = JSON.stringify(job.result)
    const group = groups.get(key)
    if (group) group.tenants.push(nameOf(job))
    else groups.set(key, {...differenceOf(key), tenants: [nameOf(job)]})
  }
  return {
    template,
    equal: of('like the template').map(nameOf),
    absent: of('no schema').map(nameOf),
    groups: [...groups.values()].sort((a, b) => b.tenants.length - a.tenants.length),
  }
}

/** As the comparer wrote it. */
const differenceOf = (text: string): Difference => JSON.parse(text)
