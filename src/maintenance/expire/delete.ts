import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {isServerError} from '../../postgres/errors.ts'

/** A lock was not to be had, or the server chose us to end a deadlock: the same batch may succeed later. */
const PASSING = ['55P03', '40P01', '40001']

/**
 * Runs one batch, a transaction of its own; null where other sessions were in the way.
 * @throws Failure `still_referenced`, `row_security`
 */
export async function deleteBatch(
  client: pg.Client,
  identity: string,
  sql: string,
  values: readonly unknown[],
): Promise<pg.QueryResult | null> {
  try {
    return await client.query(sql, [...values])
  } catch (error) {
    if (!isServerError(error)) throw error
    if (PASSING.includes(error.code)) return null
    if (error.code === '23503' || error.code === '23001')
      throw new Failure('still_referenced', `expired rows of ${identity} are still referenced: ${error.message}`, {
        hint: 'expire the referencing rows first, exclude these by a condition, or let the foreign key cascade',
        ...(error.detail ? {detail: error.detail} : {}),
        cause: error,
      })
    throw new Failure('expire_failed', `deleting expired rows of ${identity}: ${error.message}`, {cause: error})
  }
}
