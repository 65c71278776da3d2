import {readFileSync} from 'node:fs'
import type {ConnectionOptions} from 'node:tls'
import pg from 'pg'
import type {Address, Tls} from './address.ts'
import {connectionFailure} from './errors.ts'

export type ConnectOptions = {
  readonly applicationName?: string
  /** Milliseconds; 0 or absent is the server's default. */
  readonly statementTimeout?: number
  readonly lockTimeout?: number
}

/**
 * Opens a session. Close it with `end()`, or use `withConnection`.
 * @throws Failure `no_connection`, `wrong_password`, `no_database`, `server_too_old` …
 */
export async function connect(address: Address, options: ConnectOptions = {}): Promise<pg.Client> {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: address.password ?? (() => ''),
    ssl: tlsOptions(address.tls, address.host),
    options: address.options,
    application_name: options.applicationName ?? 'pgplumb',
    connectionTimeoutMillis: (address.connectTimeout ?? 10) * 1000,
    ...(options.statementTimeout ? {statement_timeout: options.statementTimeout} : {}),
    ...(options.lockTimeout ? {lock_timeout: options.lockTimeout} : {}),
  })
  // A lost connection is reported by the query in progress; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw connectionFailure(error, address)
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

function tlsOptions(tls: Tls, host: string): false | ConnectionOptions {
  if (tls.mode === 'disable' || host.startsWith('/')) return false
  return {
    rejectUnauthorized: tls.mode === 'verify-ca' || tls.mode === 'verify-full',
    ...(tls.mode === 'verify-ca' ? {checkServerIdentity: () => undefined} : {}),
    ...(tls.rootCert ? {ca: readFileSync(tls.rootCert)} : {}),
    ...(tls.cert ? {cert: readFileSync(tls.cert)} : {}),
    ...(tls.key ? {key: readFileSync(tls.key)} : {}),
  }
}
