import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {openPool, withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'

/** The name of all our jobs in graphile-worker; what a job is about is in the run. */
export const TASK = 'fleet'

/**
 * Makes the queue in a database, where it is missing.
 * @throws Failure `no_queue` where this role may not
 */
export async function ensureQueue(address: Address): Promise<void> {
  try {
    await withConnection(address, async (client) => {
      if (await isThere(client)) return
      await client.query("BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(hashtextextended('pgplumb fleet', 0))")
      await client.query(await readSql('fleet/create.sql'))
      await client.query('COMMIT')
    })
    await upgrade(address)
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('no_queue', `cannot make the queue in ${address.database}: ${error.message}`, {
      hint: `as a superuser: GRANT CREATE ON DATABASE ${quoteIdent(address.database)} TO ${quoteIdent(address.user)}; or name another database in the config: tenancy: {queue: NAME}`,
      cause: error,
    })
  }
}

/** graphile-worker's own tables and functions, of its present version. */
async function upgrade(address: Address): Promise<void> {
  const {runMigrations} = await import('graphile-worker')
  const pool = await openPool(address, {max: 1, applicationName: 'pgplumb fleet'})
  try {
    await runMigrations({pgPool: pool, schema: OWN_SCHEMA, logger: await silence()})
  } finally {
    await pool.end()
  }
}

/** What graphile-worker has to say is told by the state of the jobs. */
export async function silence() {
  const {Logger} = await import('graphile-worker')
  return new Logger(() => () => {})
}

/** @throws Failure `no_queue` */
export async function openQueue(client: pg.Client, database: string): Promise<void> {
  if (await isThere(client)) return
  throw new Failure('no_queue', `nothing was put on the queue in ${database} yet`, {
    hint: 'pgplumb fleet migrate does; fleet --help lists the others',
  })
}

async function isThere(client: pg.Client): Promise<boolean> {
  const {rows} = await client.query<{there: boolean}>(
    `SELECT pg_catalog.to_regclass('${OWN_SCHEMA}.fleet_workers') IS NOT NULL AS there`,
  )
  return rows[0]?.there === true
}
