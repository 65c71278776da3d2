import type {Address} from '../address.ts'
import type {Env} from './params.ts'

/**
 * The address as the variables that libpq reads, for a native pg_dump. Lay them over an environment that has no
 * PG* of its own (`childEnvironment` does): an empty PGSERVICE, say, is not the same to libpq as none.
 */
export function pgEnvironment(address: Address): Record<string, string> {
  const {host, port, database, user, password, tls, options, applicationName, connectTimeout} = address
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    ...(password ? {PGPASSWORD: password} : {}),
    PGSSLMODE: tls.mode,
    ...(tls.rootCert ? {PGSSLROOTCERT: tls.rootCert} : {}),
    ...(tls.cert ? {PGSSLCERT: tls.cert} : {}),
    ...(tls.key ? {PGSSLKEY: tls.key} : {}),
    // pg speaks no GSSAPI; libpq would try it first.
    PGGSSENCMODE: 'disable',
    ...(options ? {PGOPTIONS: options} : {}),
    ...(applicationName ? {PGAPPNAME: applicationName} : {}),
    ...(connectTimeout === undefined ? {} : {PGCONNECT_TIMEOUT: String(connectTimeout)}),
  }
}

/** `env` for a child that speaks to this address and to no other: every PG* variable is the address's or gone. */
export function childEnvironment(env: Env, address: Address): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !/^PG/i.test(name) && name !== 'DATABASE_URL') kept[name] = value
  return {...kept, ...pgEnvironment(address)}
}
