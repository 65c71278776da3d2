import type {ConnectionOptions} from 'node:tls'
import pg from 'pg'
import {Failure} from '../failure.ts'
import {type Address, describeAddress} from './address.ts'
import {connectionFailure, mayTryOther} from './errors.ts'
import {tlsAttempts} from './tls.ts'

export type ConnectOptions = {
  readonly applicationName?: string
  /** Milliseconds; 0 or absent is the server's default. */
  readonly statementTimeout?: number
  readonly lockTimeout?: number
}

/**
 * Opens a session. Close it with `end()`, or use `withConnection`.
 * @throws Failure `no_connection`, `wrong_password`, `no_database`, `no_tls`, `untrusted_certificate` …
 */
export async function connect(address: Address, options: ConnectOptions = {}): Promise<pg.Client> {
  return attempts(address, (ssl) => attempt(address, options, ssl))
}

/**
 * Sessions that are opened as they are needed, at most so many; one is open already. Close them with `end()`.
 * @throws Failure those of `connect`
 */
export async function openPool(
  address: Address,
  {max, ...options}: ConnectOptions & {readonly max: number},
): Promise<pg.Pool> {
  return attempts(address, async (ssl) => {
    const pool = new pg.Pool({...configOf(address, options, ssl), max})
    // A lost connection is reported by the query in progress, or by the next one.
    pool.on('error', () => {})
    pool.on('connect', (client) => void client.on('error', () => {}))
    try {
      const client = await pool.connect()
      client.release()
      return pool
    } catch (error) {
      await pool.end().catch(() => {})
      throw error
    }
  })
}

type Ssl = false | ConnectionOptions

async function attempts<T>(address: Address, attempt: (ssl: Ssl) => Promise<T>): Promise<T> {
  const [first, second] = tlsAttempts(address)
  try {
    return await attempt(first ?? false)
  } catch (error) {
    if (second === undefined || !mayTryOther(error)) throw connectionFailure(error, address)
    return attempt(second).catch((again) => {
      throw connectionFailure(again, address)
    })
  }
}

function configOf(address: Address, options: ConnectOptions, ssl: Ssl): pg.ClientConfig {
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    // Asked for only where the server wants one; given as a function, pg looks in no password file of its own.
    password: () => {
      if (address.password) return address.password
      throw new Failure('no_password', `${describeAddress(address)} wants a password, and none is given`, {
        hint: 'set password in the config (best as a variable in .env), PGPASSWORD, or a line in ~/.pgpass',
      })
    },
    ssl,
    // Else pg takes it from the environment.
    sslnegotiation: 'postgres',
    options: address.options,
    application_name: options.applicationName ?? address.applicationName ?? 'pgplumb',
    connectionTimeoutMillis: (address.connectTimeout ?? 10) * 1000,
    ...(options.statementTimeout ? {statement_timeout: options.statementTimeout} : {}),
    ...(options.lockTimeout ? {lock_timeout: options.lockTimeout} : {}),
  }
}

async function attempt(address: Address, options: ConnectOptions, ssl: Ssl): Promise<pg.Client> {
  const client = new pg.Client(configOf(address, options, ssl))
  // A lost connection is reported by the query in progress; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/** Runs `work` in a session of its own, which is closed whatever happens. */
export async function withConnection<T>(
  address: Address,
  work: (client: pg.Client) => Promise<T>,
  options: ConnectOptions = {},
): Promise<T> {
  const client = await connect(address, options)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
