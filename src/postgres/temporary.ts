import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import {dropDatabase} from './database.ts'
import {isServerError} from './errors.ts'
import {readSql} from './sql-file.ts'

/** What databases of our own are for, as their names say. */
export type Purpose = 'copy' | 'proof' | 'new' | 'verify' | 'rehearsal' | 'isolation'

/**
 * Runs `work` with the name of a database that it may make, and that is dropped after, unless it has another name by
 * then. Until that the session holds a lock on the name: should the process be killed, the next one of any pgplumb that
 * needs such a database on this server drops it.
 */
export async function withTemporaryDatabase<T>(
  client: pg.Client,
  purpose: Purpose,
  work: (name: string) => Promise<T>,
): Promise<T> {
  const name = `pgplumb_${purpose}_${randomBytes(6).toString('hex')}`
  await sweep(client)
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name])
  const end = async () => {
    await dropDatabase(client, name, {force: true})
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
  }
  try {
    const result = await work(name)
    await end()
    return result
  } catch (error) {
    // Where the server has gone, what came before is what tells why.
    await end().catch(() => {})
    throw error
  }
}

/** The databases of ours that commands left behind when they were killed. */
export async function abandonedDatabases(client: pg.Client): Promise<string[]> {
  const {rows} = await client.query<{name: string}>(await readSql('catalog/abandoned-databases.sql'))
  return rows.map(({name}) => name)
}

/** Drops them. Never with force: who is in one is not to be thrown out. */
export async function sweep(client: pg.Client): Promise<void> {
  for (const name of await abandonedDatabases(client))
    await dropDatabase(client, name).catch((error: unknown) => {
      // Another command was quicker, or has just gone in.
      if (!isServerError(error)) throw error
    })
}
