import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'

/**
 * Runs `work` in a transaction that is rolled back, after the SQL that prepares it.
 * @throws Failure `cannot_seed`
 */
export async function inTransaction<T>(
  client: pg.ClientBase,
  prepare: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  await client.query('BEGIN')
  try {
    if (prepare.length > 0) await client.query(prepare.join(';\n'))
    // Counters are kept, and no worker keeps its own.
    await client.query(
      'SET LOCAL track_counts = on; SET LOCAL client_min_messages = error; SET LOCAL max_parallel_workers_per_gather = 0',
    )
    return await work()
  } catch (error) {
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
    await client.query('ROLLBACK')
  }
}
