import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {isServerError} from '../../postgres/errors.ts'
import type {Archive} from './archive.ts'

/** A lock was not to be had, or the server chose us to end a deadlock: the same batch may succeed later. */
const PASSING = ['55P03', '40P01', '40001']

/**
 * Runs one batch, a transaction of its own; null where other sessions were in the way. Rows for a file are on the disk
 * before they are gone: after a crash they may be in it twice, but never nowhere. They are in the columns `row` or `rows`.
 * @throws Failure `still_referenced`, `expire_failed`
 */
export async function deleteBatch(
  client: pg.Client,
  identity: string,
  sql: string,
  values: readonly unknown[],
  archive: Archive,
): Promise<pg.QueryResult | null> {
  try {
    if (archive.kind !== 'file') return await client.query(sql, [...values])
    await client.query('BEGIN')
    const result = await client.query(sql, [...values])
    await archive.append(
      result.rows.flatMap((row: {row?: unknown; rows?: unknown[] | null}) => row.rows ?? row.row ?? []),
    )
    await client.query('COMMIT')
    return result
  } catch (error) {
    if (archive.kind === 'file') await client.query('ROLLBACK').catch(() => {})
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
