import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import type {Problem} from '../tenants/tenant.ts'
import {deadWorkers} from './presence.ts'
import type {Kind, RunOptions, Stopped} from './run.ts'

/** How far a run is; numbers are tenants. */
export type RunStatus = {
  readonly id: number
  readonly kind: Kind
  readonly options: RunOptions
  readonly begunAt: Date
  readonly stopped: Stopped | null
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly running: number
  readonly queued: number
  /** For the canaries. */
  readonly waiting: number
  readonly notBegun: number
  readonly lastEnded: Date | null
  /** Of late, as long as it goes on; null as long as nothing ended. */
  readonly perSecond: number | null
}

export type EndedJob = {
  readonly shard: string
  readonly schema: string
  readonly name: string
  readonly outcome: string
  readonly result: unknown
  readonly problem: Problem | null
}

export type WorkerStatus = {
  readonly id: number
  readonly host: string
  readonly pid: number
  readonly begunAt: Date
  readonly alive: boolean
  /** How many jobs it did. */
  readonly ended: number
  /** The tenants that it is at. */
  readonly running: readonly string[]
}

/** Whether something of it is still to be done. */
export const goesOn = ({running, queued, waiting}: RunStatus): boolean => running + queued + waiting > 0

/** One run; or all that go on, and the last of each kind. */
export async function readRuns(client: pg.Client, run: number | null): Promise<readonly RunStatus[]> {
  const {rows} = await client.query<RunStatus>(await readSql('fleet/runs.sql'), [run])
  return rows
}

/** What ended in a run: all of it, or what failed. */
export async function readEnded(client: pg.Client, run: number, only: 'all' | 'failed'): Promise<readonly EndedJob[]> {
  const {rows} = await client.query<EndedJob>(
    `SELECT shard, schema, tenant AS name, outcome, result, problem FROM pgplumb.fleet_jobs
      WHERE run = $1 AND state = ANY ($2) ORDER BY shard, schema`,
    [run, only === 'all' ? ['done', 'failed'] : ['failed']],
  )
  return rows
}

/** Workers that are there, and those that died since. */
export async function readWorkers(client: pg.Client, since: Date): Promise<readonly WorkerStatus[]> {
  const dead = await deadWorkers(client)
  const {rows} = await client.query<WorkerStatus>(await readSql('fleet/workers.sql'), [since, dead.map(({id}) => id)])
  return rows
}
