import type pg from 'pg'
import {Failure} from '../failure.ts'
import {type Address, withDatabase} from './address.ts'
import {connect} from './connect.ts'
import {isServerError} from './errors.ts'
import {quoteIdent} from './quote.ts'
import {copySettings} from './settings.ts'

/** Databases that a server nearly always has, and that work on other databases can be done from. */
const MAINTENANCE = ['postgres', 'template1']

/**
 * Runs `work` in a session on the same server that is not in the database itself, so that it can be dropped or copied.
 * @throws the Failures of `connect`
 */
export async function withServer<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectBeside(address)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function connectBeside(address: Address): Promise<pg.Client> {
  const [first, ...others] = MAINTENANCE.filter((name) => name !== address.database)
  let refusal: unknown
  for (const name of [first, ...others]) {
    try {
      return await connect(withDatabase(address, name ?? 'postgres'))
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'no_database') throw error
      refusal ??= error
    }
  }
  throw refusal
}

export type Session = {readonly pid: number; readonly user: string; readonly application: string; readonly since: Date}

/** Who else is connected to a database, oldest first. */
export async function sessionsIn(client: pg.Client, database: string): Promise<Session[]> {
  const {rows} = await client.query<Session>(
    `SELECT pid, usename AS user, application_name AS application, backend_start AS since
       FROM pg_stat_activity
      WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
      ORDER BY backend_start`,
    [database],
  )
  return rows
}

/** Ends the sessions that are in a database, save this one. Returns how many. */
export async function endSessions(client: pg.Client, database: string): Promise<number> {
  const {rowCount} = await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() AND backend_type <> $2',
    [database, 'autovacuum worker'],
  )
  return rowCount ?? 0
}

export async function databaseExists(client: pg.Client, database: string): Promise<boolean> {
  const {rowCount} = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
  return rowCount === 1
}

/** Whether there is anything of the user's in the database: a relation, a function, a type or a schema. */
export async function isEmptyDatabase(client: pg.Client): Promise<boolean> {
  const {rows} = await client.query<{empty: boolean}>(`
    SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgplumb'))
       AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgplumb'))
       AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgplumb'))
       AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public', 'pgplumb')) AS empty`)
  return rows[0]?.empty ?? false
}

/** Drops a database. `force` ends the sessions in it, first asked to by the server (PostgreSQL 13). */
export async function dropDatabase(client: pg.Client, database: string, {force = false} = {}): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${quoteIdent(database)}${force ? ' WITH (FORCE)' : ''}`)
}

/**
 * Makes a database as a copy of another, owner and settings included.
 * @throws the server's error 55006 where a session is connected to the template
 */
export async function copyDatabase(client: pg.Client, template: string, database: string): Promise<void> {
  await client.query(`CREATE DATABASE ${quoteIdent(database)} TEMPLATE ${quoteIdent(template)}`)
  await copySettings(client, template, database)
}

export const isInUse = (error: unknown): boolean => isServerError(error) && error.code === '55006'
