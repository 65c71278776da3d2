import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {connect, withConnection} from '../postgres/connect.ts'

export type SessionOptions = {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds. */
  readonly lockTimeout?: number
}

/** Runs `work` in a session of its own, whose running statement is cancelled when `signal` says so. */
export async function inSession<T>(
  address: Address,
  {signal, lockTimeout = 1000}: SessionOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(address, {applicationName: 'pgplumb maintain', lockTimeout})
  let cancelling: Promise<unknown> | undefined
  const {rows} = await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
  const cancel = () => {
    // Where the cancellation cannot be sent, the statement runs to its end: the caller sees no difference but time.
    cancelling = withConnection(address, (other) => other.query('SELECT pg_cancel_backend($1)', [rows[0]?.pid])).catch(
      () => {},
    )
  }
  signal?.addEventListener('abort', cancel, {once: true})
  try {
    return await work(client)
  } finally {
    signal?.removeEventListener('abort', cancel)
    await cancelling
    await client.end().catch(() => {})
  }
}
