import {createHash} from 'node:crypto'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import {describeHolder, HOLDER_COLUMNS, type Holder} from '../postgres/holder.ts'
import {type HistoryTable, historyName} from './history.ts'
import {pause} from './interrupt.ts'

export {describeHolder, HOLDER_COLUMNS, type Holder}

export type LockOptions = {
  /** Milliseconds after which to give up. */
  readonly wait: number
  readonly onWait: (holder: Holder | null, waited: number) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Takes the lock of a history table, which the session holds until it ends. It asks again and again: a session
 * that waits within the server has a snapshot, for which CREATE INDEX CONCURRENTLY would wait in turn.
 * @throws Failure `locked`, naming the holder
 */
export async function takeLock(client: pg.Client, table: HistoryTable, options: LockOptions): Promise<void> {
  const key = lockKey(table)
  const start = performance.now()
  for (let delay = 50; ; delay = Math.min(delay * 1.5, 1000)) {
    const {rows} = await client.query<{taken: boolean}>('SELECT pg_try_advisory_lock($1) AS taken', [String(key)])
    if (rows[0]?.taken) return
    const holder = await findHolder(client, key)
    const waited = performance.now() - start
    if (waited >= options.wait)
      throw new Failure(
        'locked',
        `another run holds the migration lock: ${holder ? describeHolder(holder) : 'unknown'}`,
        {
          hint: 'wait for it to end; or, if it hangs, end it with SELECT pg_terminate_backend(pid)',
        },
      )
    options.onWait(holder, waited)
    await pause(Math.min(delay * (0.5 + Math.random()), Math.max(options.wait - waited, 1)), options.signal)
  }
}

/** Gives it back before the session ends. Where the connection is gone, so is the lock. */
export async function releaseLock(client: pg.Client, table: HistoryTable): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1)', [String(lockKey(table))]).catch(() => {})
}

// Advisory locks belong to a database, so only the table has to be told apart.
export const lockKey = (table: HistoryTable): bigint =>
  createHash('sha256')
    .update(`pgplumb ${historyName(table)}`)
    .digest()
    .readBigInt64BE()

async function findHolder(client: pg.Client, key: bigint): Promise<Holder | null> {
  const {rows} = await client.query<Holder>(
    `SELECT ${HOLDER_COLUMNS}
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32 | l.objid::bigint) = $1::bigint`,
    [String(key)],
  )
  return rows[0] ?? null
}
