import type pg from 'pg'
import type {Address} from '../../postgres/address.ts'
import {copyDatabase, isInUse, sessionsIn} from '../../postgres/database.ts'
import {isServerError} from '../../postgres/errors.ts'

/** Nobody can come into a database while it is copied: more bytes than these take too long. */
const LARGEST = 256 * 1024 ** 2

/** Copies a whole database within its server; false where it is too large, somebody is in it, or we may not. */
export async function copyWhole(
  client: pg.Client,
  {from, to}: {readonly from: Address; readonly to: Address},
): Promise<boolean> {
  if (from.host !== to.host || from.port !== to.port || from.user !== to.user) return false
  const {rows} = await client.query<{bytes: number}>('SELECT pg_database_size($1::name)::float8 AS bytes', [
    from.database,
  ])
  if ((rows[0]?.bytes ?? Number.POSITIVE_INFINITY) > LARGEST) return false
  if ((await sessionsIn(client, from.database)).length) return false
  try {
    await copyDatabase(client, from.database, to.database)
  } catch (error) {
    if (isInUse(error) || (isServerError(error) && error.code === '42501')) return false
    throw error
  }
  return true
}
