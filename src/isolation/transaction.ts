import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {cancelBackend} from '../postgres/script/cancel.ts'

/**
 * Runs `work` in a transaction that is rolled back, after the SQL that prepares it. The signal ends the session.
 * @throws Failure `cannot_seed`
 */
export async function inTransaction<T>(
  client: pg.Client,
  prepare: readonly string[],
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const release = await endOn(client, signal)
  try {
    await client.query('BEGIN')
    if (prepare.length > 0) await client.query(prepare.join(';\n'))
    // Counters are kept, and no worker keeps its own.
    await client.query(
      'SET LOCAL track_counts = on; SET LOCAL client_min_messages = error; SET LOCAL max_parallel_workers_per_gather = 0',
    )
    return await work()
  } catch (error) {
    signal?.throwIfAborted()
    if (!isServerError(error) || error.code !== '42501' || error.routine !== 'set_config_with_handle') throw error
    throw new Failure(
      'cannot_seed',
      'rows for the proof cannot be made: the login may not set session_replication_role',
      {
        hint: 'sign in as a superuser, or GRANT SET ON PARAMETER session_replication_role to it (PostgreSQL 15)',
        cause: error,
      },
    )
  } finally {
    await release()
    if (!signal?.aborted) await client.query('ROLLBACK')
  }
}

/** There is always a next statement: to cancel one would not be enough. */
async function endOn(client: pg.Client, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  if (!signal) return async () => {}
  signal.throwIfAborted()
  const {rows} = await client.query<{pid: number}>('SELECT pg_catalog.pg_backend_pid() AS pid')
  let ending = Promise.resolve()
  const onAbort = (): void => {
    ending = cancelBackend(client, rows[0]?.pid ?? 0).then(() => {
      client.connection.stream.destroy()
    })
  }
  signal.addEventListener('abort', onAbort, {once: true})
  return async () => {
    signal.removeEventListener('abort', onAbort)
    await ending
  }
}
