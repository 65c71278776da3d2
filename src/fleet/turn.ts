import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import {addJobs} from './enqueue.ts'
import type {Ended, Job} from './run.ts'

export type Turn = {readonly run: number; readonly shard: string; readonly schema: string; readonly worker: number}

let text: Promise<string> | null = null

/** Takes a job; null where it is done already, or its run was stopped. */
export async function begin(pool: pg.Pool, {run, shard, schema, worker}: Turn): Promise<Job | null> {
  text ??= readSql('fleet/begin.sql')
  const {rows} = await pool.query<Job>({name: 'pgplumb-begin', text: await text, values: [run, shard, schema, worker]})
  return rows[0] ?? null
}

/** Gives a job back, for another try. What was no try, for the worker cannot do it, does not count. */
export async function giveBack(
  pool: pg.Pool,
  {run, shard, schema}: Job,
  {counts}: {readonly counts: boolean},
): Promise<void> {
  await pool.query(
    `UPDATE pgplumb.fleet_jobs SET state = 'queued', worker = NULL, begins = begins - $4
      WHERE run = $1 AND shard = $2 AND schema = $3 AND state = 'running'`,
    [run, shard, schema, counts ? 0 : 1],
  )
}

/** Says what a job came to. Returns false where it is another worker's by now, for this one was taken for dead. */
export async function finish(pool: pg.Pool, job: Job, worker: number, ended: Ended): Promise<boolean> {
  if (!job.canary && ended.problem === null) return record(pool, job, worker, ended)
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    // One after another, so that the last canary knows that it is the last.
    const {rows} = await client.query<{maxFailures: number | null; stopped: string | null}>(
      'SELECT max_failures AS "maxFailures", stopped FROM pgplumb.fleet_runs WHERE id = $1 FOR UPDATE',
      [job.run],
    )
    const recorded = await record(client, job, worker, ended)
    const [run] = rows
    if (recorded && run && run.stopped === null) await goOn(client, job, run.maxFailures)
    await client.query('COMMIT')
    return recorded
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function record(
  client: pg.Pool | pg.ClientBase,
  {run, shard, schema}: Job,
  worker: number,
  {outcome, result, problem}: Ended,
): Promise<boolean> {
  const {rowCount} = await client.query(
    `UPDATE pgplumb.fleet_jobs
        SET state = $5, ended_at = clock_timestamp(), outcome = $6, result = $7, problem = $8
      WHERE run = $1 AND shard = $2 AND schema = $3 AND worker = $4 AND state = 'running'`,
    [
      ...[run, shard, schema, worker, problem === null ? 'done' : 'failed', outcome],
      result === undefined ? null : JSON.stringify(result),
      problem && JSON.stringify(problem),
    ],
  )
  return rowCount === 1
}

/** Whether the run is to stop, or the next stage to begin. */
async function goOn(client: pg.ClientBase, {run, stage, kind, canary}: Job, maxFailures: number | null): Promise<void> {
  const {rows} = await client.query<{failures: number; here: number; left: number}>(
    `SELECT count(*) FILTER (WHERE state = 'failed')::int AS failures,
            count(*) FILTER (WHERE state = 'failed' AND stage = $2)::int AS here,
            count(*) FILTER (WHERE state IN ('queued', 'running') AND stage = $2)::int AS left
       FROM pgplumb.fleet_jobs WHERE run = $1`,
    [run, stage],
  )
  const {failures = 0, here = 0, left = 0} = rows[0] ?? {}
  if (canary && left === 0 && here > 0) return stop(client, run, 'canary')
  if (maxFailures !== null && failures >= maxFailures) return stop(client, run, 'max-failures')
  if (!canary || left > 0) return
  await client.query('UPDATE pgplumb.fleet_runs SET stage = $2 WHERE id = $1', [run, stage + 1])
  await client.query(
    "UPDATE pgplumb.fleet_jobs SET state = 'queued' WHERE run = $1 AND stage = $2 AND state = 'waiting'",
    [run, stage + 1],
  )
  await addJobs(client, {run, stage: stage + 1, kind})
}

/** No further job of the run is begun. */
export async function stop(
  client: pg.ClientBase,
  run: number,
  why: 'canary' | 'max-failures' | 'cancelled',
): Promise<void> {
  await client.query('UPDATE pgplumb.fleet_runs SET stopped = $2 WHERE id = $1', [run, why])
  await client.query(
    "UPDATE pgplumb.fleet_jobs SET state = 'not begun' WHERE run = $1 AND state IN ('waiting', 'queued')",
    [run],
  )
}
