import type pg from 'pg'
import {blocksWrites, type LockMode, strength} from '../lint/lock-mode.ts'
import type {Copied} from './copy-rows.ts'
import type {RehearsedStatement} from './rehearse.ts'

export type Waiting = {
  readonly pid: number
  readonly user: string
  readonly application: string
  /** Milliseconds since its transaction began. */
  readonly age: number
  readonly mode: string
  readonly query: string
}

/** What a lock that was seen in the rehearsal will meet in the database itself. */
export type ForecastTable = {
  readonly relation: string
  readonly mode: LockMode
  /** As the planner knows it there; null: never analyzed. */
  readonly rows: number | null
  readonly bytes: number
  /** Milliseconds the lock would be held, where its table is scanned or rewritten: the time seen, by the rows there are. */
  readonly milliseconds: number | null
  /** Who holds a lock on it at this moment. */
  readonly sessions: readonly Waiting[]
}

/** What the clone got. */
export type Cloned = Pick<Copied, 'rows' | 'sampled'>

export type Forecast = {
  readonly tables: readonly ForecastTable[]
  readonly connections: readonly {readonly application: string; readonly count: number; readonly active: number}[]
}

/**
 * Looks at the database, in which nothing is changed. `cloned` is how many rows the clone had, and of which tables these
 * are not all.
 */
export async function forecast(
  client: pg.Client,
  statements: readonly RehearsedStatement[],
  {rows: clonedRows, sampled}: Cloned,
): Promise<Forecast> {
  const strongest = new Map<string, LockMode>()
  for (const {locks} of statements)
    for (const {relation, mode} of locks) {
      const known = strongest.get(relation)
      if (blocksWrites(mode) && (known === undefined || strength(mode) > strength(known))) strongest.set(relation, mode)
    }
  const tables: ForecastTable[] = []
  for (const [relation, mode] of strongest) {
    const found = await factsOf(client, relation)
    if (!found) continue
    // What was never analyzed is as large as its copy, if that is whole.
    const whole = sampled.includes(relation) ? null : (clonedRows.get(relation) ?? null)
    const facts = {...found, rows: found.rows ?? whole}
    const heavy = statements.filter(
      ({locks, rewritten, scanned}) =>
        locks.some((lock) => lock.relation === relation && blocksWrites(lock.mode)) &&
        (rewritten.includes(relation) || scanned?.some((scan) => scan.relation === relation)),
    )
    const cloned = clonedRows.get(relation) ?? 0
    const seen = heavy.reduce((sum, {milliseconds}) => sum + milliseconds, 0)
    const known = heavy.length > 0 && cloned > 0 && facts.rows !== null
    tables.push({
      relation,
      mode,
      ...facts,
      milliseconds: known ? (seen * Math.max(facts.rows ?? 0, cloned)) / cloned : null,
    })
  }
  return {tables: tables.sort((a, b) => b.bytes - a.bytes), connections: await connections(client)}
}

async function factsOf(
  client: pg.Client,
  relation: string,
): Promise<Pick<ForecastTable, 'rows' | 'bytes' | 'sessions'> | null> {
  const [schema, name] = relation.includes('.') ? relation.split(/\.(.*)/s) : ['public', relation]
  const {rows} = await client.query<{oid: string; rows: number | null; bytes: number}>(
    `SELECT c.oid::text AS oid, nullif(c.reltuples, -1)::float8 AS rows, pg_total_relation_size(c.oid)::float8 AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    [schema, name],
  )
  const [found] = rows
  if (!found) return null
  const {rows: sessions} = await client.query<Waiting>(
    `SELECT a.pid, a.usename AS user, a.application_name AS application, l.mode,
            (extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start)) * 1000)::float8 AS age, left(a.query, 200) AS query
       FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.relation = $1::oid AND l.pid <> pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY age DESC`,
    [found.oid],
  )
  return {rows: found.rows, bytes: found.bytes, sessions}
}

async function connections(client: pg.Client): Promise<Forecast['connections']> {
  const {rows} = await client.query<{application: string; count: number; active: number}>(
    `SELECT application_name AS application, count(*)::int AS count, count(*) FILTER (WHERE state <> 'idle')::int AS active
       FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
      GROUP BY 1 ORDER BY 2 DESC`,
  )
  return rows
}
