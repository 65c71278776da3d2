import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Address} from '../address.ts'
import {withConnection} from '../connect.ts'
import {isServerError} from '../errors.ts'
import {quoteIdent, quoteLiteral} from '../quote.ts'
import type {Wanted} from './spec.ts'

export type Login = Wanted & {readonly password: string}

/** Makes the logins and databases that are missing, and sets passwords that do not open the door. */
export async function ensureLogins(admin: pg.Client, server: Address, logins: readonly Login[]): Promise<void> {
  // Passwords are sent as text, for the server to normalise and hash them: they must not be recorded.
  await admin.query(`SET log_statement = none; SET log_min_duration_statement = -1;
    SET log_min_error_statement = panic; SET pg_stat_statements.track_utility = off`)
  for (const login of logins) {
    await ensureRole(admin, login)
    await ensureDatabase(admin, login)
  }
  for (const login of logins) {
    const {user, password, database} = login
    if (await canSignIn({...server, user, password, database})) continue
    await admin.query(`ALTER ROLE ${quoteIdent(user)} LOGIN PASSWORD ${quoteLiteral(password)}`)
  }
}

/** As POSTGRES_USER of the official image: a superuser. */
export async function ensureRole(
  admin: pg.Client,
  {user, password}: {readonly user: string; readonly password?: string},
): Promise<void> {
  const {rowCount} = await admin.query('SELECT FROM pg_roles WHERE rolname = $1 AND rolsuper AND rolcanlogin', [user])
  if (rowCount) return
  const secret = password === undefined ? '' : ` PASSWORD ${quoteLiteral(password)}`
  const created = await unlessPresent(admin.query(`CREATE ROLE ${quoteIdent(user)} LOGIN SUPERUSER${secret}`))
  if (!created) await admin.query(`ALTER ROLE ${quoteIdent(user)} LOGIN SUPERUSER`)
}

async function ensureDatabase(admin: pg.Client, {user, database}: Login): Promise<void> {
  const {rowCount} = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database])
  if (rowCount) return
  await unlessPresent(
    admin.query(`CREATE DATABASE ${quoteIdent(database)} OWNER ${quoteIdent(user)} ENCODING 'UTF8' TEMPLATE template0`),
  )
}

/** False if another session made it first: duplicate_object, duplicate_database, or the race between them. */
async function unlessPresent(query: Promise<unknown>): Promise<boolean> {
  try {
    await query
    return true
  } catch (error) {
    if (isServerError(error) && ['42710', '42P04', '23505'].includes(error.code)) return false
    throw error
  }
}

async function canSignIn(address: Address): Promise<boolean> {
  try {
    await withConnection(address, (client) => client.query('SELECT'))
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'wrong_password') return false
    throw error
  }
}
