import type pg from 'pg'
import {Failure} from '../failure.ts'
import {readSql} from '../postgres/sql-file.ts'
import {rollBack} from '../tenants/each.ts'
import type {Kind, Member, RunOptions} from './run.ts'

export type Wanted = {
  readonly kind: Kind
  readonly options: RunOptions
  /** The tenants; those of a stage are begun when all of the stage before went well. */
  readonly stages: readonly (readonly Member[])[]
  readonly maxFailures: number | null
  /** Whether another run of this kind, with other options, has to end first. */
  readonly alone?: boolean
}

export type Enqueued = {
  readonly run: number
  /** Tenants that were put on the queue, or wait for those before them. */
  readonly added: number
  /** Tenants that this run had already. */
  readonly known: number
  /** Whether the run was there already, and goes on. */
  readonly joined: boolean
}

/**
 * Puts a job for each tenant on the queue, all of them in one transaction. Where a run of the same goes on, tenants join
 * it: those that are done in it, or still to be done, are left as they are.
 * @throws Failure `run_goes_on`
 */
export async function enqueue(client: pg.Client, wanted: Wanted): Promise<Enqueued> {
  await client.query("BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended('pgplumb fleet enqueue', 0))")
  try {
    const enqueued = await put(client, wanted)
    await client.query('COMMIT')
    return enqueued
  } catch (error) {
    await rollBack(client)
    throw error
  }
}

async function put(client: pg.Client, wanted: Wanted): Promise<Enqueued> {
  const {kind, stages} = wanted
  const open = await openRun(client, wanted)
  const run = open?.id ?? (await insertRun(client, wanted))
  // The canaries of a run that goes on are behind it, or still ahead: who joins comes last.
  const last = open === null ? null : open.stages - 1
  const named = stages.flatMap((tenants, stage) =>
    tenants.map(({shard, schema, name}) => ({shard, schema, tenant: name, stage: last ?? stage})),
  )
  // A registry may have two rows of one schema.
  const members = [...new Map(named.map((one) => [JSON.stringify([one.shard, one.schema]), one])).values()]
  const {rows: put} = await client.query<{shard: string; schema: string; stage: number; state: string}>(
    await readSql('fleet/insert-jobs.sql'),
    [run, JSON.stringify(members), kind === 'create'],
  )
  const queued = put.filter(({state}) => state === 'queued')
  for (const stage of new Set(queued.map((job) => job.stage)))
    await addJobs(client, {run, stage, kind}, open === null ? null : queued)
  return {run, added: put.length, known: members.length - put.length, joined: open !== null}
}

type OpenRun = {readonly id: number; readonly stages: number; readonly same: boolean}

async function openRun(client: pg.Client, {kind, options, alone = false}: Wanted): Promise<OpenRun | null> {
  const {rows} = await client.query<OpenRun>(
    `SELECT id, stages, options = $2::jsonb AS same
       FROM pgplumb.fleet_runs r
      WHERE kind = $1 AND stopped IS NULL
        AND EXISTS (SELECT FROM pgplumb.fleet_jobs j WHERE j.run = r.id AND j.state IN ('waiting', 'queued', 'running'))
      ORDER BY same DESC, id DESC LIMIT 1 FOR UPDATE`,
    [kind, JSON.stringify(options)],
  )
  const [found] = rows
  if (!found || found.same) return found ?? null
  if (!alone) return null
  throw new Failure('run_goes_on', `run ${found.id} still has tenants to ${kind}, and other files`, {
    hint: `let it end: pgplumb fleet status ${found.id} shows how far it is; or pgplumb fleet cancel ${found.id}`,
  })
}

async function insertRun(client: pg.Client, {kind, options, stages, maxFailures}: Wanted): Promise<number> {
  const {rows} = await client.query<{id: number}>(
    'INSERT INTO pgplumb.fleet_runs (kind, options, stages, max_failures) VALUES ($1, $2, $3, $4) RETURNING id',
    [kind, JSON.stringify(options), stages.length, maxFailures],
  )
  const id = rows[0]?.id ?? 0
  await client.query(
    `DELETE FROM pgplumb.fleet_runs r WHERE r.id <= $1
        AND NOT EXISTS (SELECT FROM pgplumb.fleet_jobs j WHERE j.run = r.id AND j.state IN ('waiting', 'queued', 'running'))`,
    [id - KEPT],
  )
  return id
}

/** So many runs are kept, with what they came to. */
const KEPT = 100

type Stage = {readonly run: number; readonly stage: number; readonly kind: Kind}

/** Of all queued tenants of a stage, or of those that are named. */
export async function addJobs(
  client: pg.ClientBase,
  {run, stage, kind}: Stage,
  only: readonly {readonly shard: string; readonly schema: string}[] | null = null,
): Promise<void> {
  // Maintenance is one run at a time in a database.
  const inTurn = kind === 'maintain'
  await client.query(await readSql('fleet/add-jobs.sql'), [run, stage, only && JSON.stringify(only), inTurn])
}
