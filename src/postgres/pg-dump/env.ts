import type {Address} from '../address.ts'

type Environment = {[name: string]: string | undefined}

/**
 * The environment by which libpq programs reach `address`: that of this process without its own PG* variables, which
 * could lead elsewhere, and with the address in their place. The password goes this way and never through argv.
 */
export function pgEnvironment(address: Address, base: Environment = process.env): Environment {
  const inherited = Object.entries(base).filter(([name]) => !/^PG/i.test(name) && name.toUpperCase() !== 'LC_ALL')
  return {
    ...Object.fromEntries(inherited),
    ...connectionVariables(address),
    // Ours reads the messages. LC_ALL would overrule it, so its meaning for characters is kept as LC_CTYPE.
    ...(base.LC_ALL ? {LC_CTYPE: base.LC_ALL} : {}),
    LC_MESSAGES: 'C',
  }
}

function connectionVariables({tls, ...address}: Address): Environment {
  return {
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGDATABASE: address.database,
    PGUSER: address.user,
    PGSSLMODE: tls.mode,
    PGCONNECT_TIMEOUT: String(address.connectTimeout ?? 10),
    ...(address.password === undefined ? {} : {PGPASSWORD: address.password}),
    ...(address.options === undefined ? {} : {PGOPTIONS: address.options}),
    ...(tls.rootCert === undefined ? {} : {PGSSLROOTCERT: tls.rootCert}),
    ...(tls.cert === undefined ? {} : {PGSSLCERT: tls.cert}),
    ...(tls.key === undefined ? {} : {PGSSLKEY: tls.key}),
  }
}
