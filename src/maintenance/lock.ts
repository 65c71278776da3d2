import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {Failure} from '../failure.ts'

export type MaintenanceLockOptions = {
  /** Milliseconds after which to give up. */
  readonly wait: number
  readonly signal?: AbortSignal | undefined
  readonly onWait?: ((pid: number | null) => void) | undefined
}

// Any number will do: advisory locks are a database's own. The pair keeps clear of keys of one bigint.
const KEY = [0x7067_706c, 0x6d61_696e] as const

/**
 * Takes the one maintenance lock of a database; it is the session's until that ends. It asks again and again: a
 * session that waits within the server has a snapshot, for which REINDEX CONCURRENTLY would wait in turn.
 * @throws Failure `locked`
 */
export async function takeMaintenanceLock(client: pg.Client, options: MaintenanceLockOptions): Promise<void> {
  const start = performance.now()
  for (;;) {
    options.signal?.throwIfAborted()
    const {rows} = await client.query<{taken: boolean}>('SELECT pg_try_advisory_lock($1, $2) AS taken', [...KEY])
    if (rows[0]?.taken) return
    const pid = await holder(client)
    const left = options.wait - (performance.now() - start)
    if (left <= 0)
      throw new Failure('locked', `maintenance of this database is under way already (pid ${pid ?? 'unknown'})`, {
        hint: 'wait for it to end; pg_stat_activity shows what it does',
      })
    options.onWait?.(pid)
    await sleep(Math.min(left, 200 + 300 * Math.random()))
  }
}

async function holder(client: pg.Client): Promise<number | null> {
  const {rows} = await client.query<{pid: number}>(
    `SELECT pid FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $1::int8::oid AND objid = $2::int8::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [...KEY],
  )
  return rows[0]?.pid ?? null
}
