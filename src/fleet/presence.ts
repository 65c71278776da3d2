import {hostname} from 'node:os'
import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'

/** A worker that is not there any more. */
export type DeadWorker = {readonly id: number; readonly host: string; readonly pid: number}

/** Tells the others that a worker is there, as long as this session lives: it holds a lock on the worker's number. */
export async function appear(client: pg.Client): Promise<number> {
  const {rows} = await client.query<{id: number}>(
    `WITH w AS (INSERT INTO pgplumb.fleet_workers (host, pid) VALUES ($1, $2) RETURNING id)
     SELECT id, pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended('pgplumb fleet worker ' || id, 0)) FROM w`,
    [hostname(), process.pid],
  )
  return rows[0]?.id ?? 0
}

/** Under which name graphile-worker locks the jobs of a worker. To be said before the first is taken. */
export async function usePool(client: pg.Pool, worker: number, pool: string): Promise<void> {
  await client.query('UPDATE pgplumb.fleet_workers SET pools = pools || $2::text WHERE id = $1', [worker, pool])
}

/** The worker goes, in order. */
export async function disappear(client: pg.Client, worker: number): Promise<void> {
  await letGo(client, [worker], {died: false})
}

export async function deadWorkers(client: pg.Client): Promise<readonly DeadWorker[]> {
  const {rows} = await client.query<DeadWorker>(await readSql('fleet/dead-workers.sql'))
  return rows
}

/** Puts what dead workers had begun back on the queue. Returns those that nobody had noticed before. */
export async function bury(client: pg.Client): Promise<readonly DeadWorker[]> {
  const dead = await deadWorkers(client)
  if (dead.length === 0) return []
  const noticed = await letGo(
    client,
    dead.map(({id}) => id),
    {died: true},
  )
  return dead.filter(({id}) => noticed.has(id))
}

/** All in one statement: several workers may notice a death, and one of them acts. */
async function letGo(
  client: pg.Client,
  workers: readonly number[],
  {died}: {readonly died: boolean},
): Promise<ReadonlySet<number>> {
  const {rows} = await client.query<{id: number}>(
    `WITH w AS (
       UPDATE pgplumb.fleet_workers SET ended_at = now(), died = $2
        WHERE id = ANY ($1::int[]) AND ended_at IS NULL RETURNING id, pools
     ), j AS (
       UPDATE pgplumb.fleet_jobs SET state = 'queued', worker = NULL
        WHERE worker IN (SELECT id FROM w) AND state = 'running' RETURNING run
     )
     SELECT id, pgplumb.force_unlock_workers(pools), (SELECT count(*) FROM j) FROM w`,
    [workers, died],
  )
  return new Set(rows.map(({id}) => id))
}
