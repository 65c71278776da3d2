import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {connect, withConnection} from '../postgres/connect.ts'
import {LIMITS} from './limits.ts'
import {type Traffic, watchTraffic} from './traffic.ts'

export type SessionOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds. */
  readonly lockTimeout?: number
  /** Milliseconds that VACUUM and ANALYZE sleep, again and again; 0: never. */
  readonly costDelay?: number
}

export type Session = {
  readonly client: pg.Client
  /** Runs a statement under the eyes of the traffic; what went wrong is told, not thrown. */
  readonly watched: (sql: string) => ReturnType<Traffic['watch']>
}

/** Runs `work` in a session of its own, whose running statement is cancelled when `signal` says so. */
export async function inSession<T>(
  address: Address,
  traffic: Traffic,
  {signal, lockTimeout = 1000, costDelay = 0}: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await connect(address, {applicationName: 'pgplumb maintain', lockTimeout})
  let cancelling: Promise<unknown> | undefined
  const {rows} = await client.query<{pid: number}>(
    // What is done is on the disk at the latest when the record of it is: no table is waited for by itself.
    `SELECT pg_backend_pid() AS pid, set_config('vacuum_cost_delay', $1, false),
            set_config('synchronous_commit', 'off', false)`,
    [String(costDelay)],
  )
  const pid = rows[0]?.pid ?? 0
  const cancel = () => {
    // Where the cancellation cannot be sent, the statement runs to its end: the caller sees no difference but time.
    cancelling = withConnection(address, (other) => other.query('SELECT pg_cancel_backend($1)', [pid])).catch(() => {})
  }
  signal?.addEventListener('abort', cancel, {once: true})
  try {
    return await work({client, watched: (sql) => traffic.watch(pid, () => client.query(sql))})
  } finally {
    signal?.removeEventListener('abort', cancel)
    await cancelling
    await client.end().catch(() => {})
  }
}

/** Runs `work` with the traffic that the caller watches already, or else watched for this alone. */
export async function withTraffic<T>(
  address: Address,
  {traffic, signal}: {readonly traffic?: Traffic | undefined; readonly signal?: AbortSignal | undefined},
  work: (traffic: Traffic) => Promise<T>,
): Promise<T> {
  if (traffic) return work(traffic)
  const own = watchTraffic(address, {...LIMITS, replicaLag: null}, {signal})
  try {
    return await work(own)
  } finally {
    await own.close()
  }
}
