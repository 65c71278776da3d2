/** libpq's sslmode values: https://www.postgresql.org/docs/current/libpq-ssl.html */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof SSL_MODES)[number]

export type Tls = {
  readonly mode: SslMode
  /** Paths of PEM files, as in PGSSLROOTCERT, PGSSLCERT and PGSSLKEY; rootCert may be `system`. */
  readonly rootCert?: string
  readonly cert?: string
  readonly key?: string
}

/** Where a database is and how to sign in, fully resolved: the same for pg and for pg_dump. */
export type Address = {
  /** A host name, an IP address, or the directory of a Unix socket (starts with `/`). */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  readonly tls: Tls
  /** Server settings sent at connect, as in PGOPTIONS (`-c search_path=x`). */
  readonly options?: string
  /** What pg_stat_activity shows where the work has no name of its own. */
  readonly applicationName?: string
  /** Seconds; 0 waits for ever. */
  readonly connectTimeout?: number
}

/** The address as a person may see it, without the password: `user@host:port/database`. */
export const describeAddress = (address: Address): string =>
  `${address.user}@${address.host}:${address.port}/${address.database}`

/** The address as a URL, without the password and what is not about where: `postgres://user@host:port/database`. */
export function urlOf({user, host, port, database}: Address): string {
  const where = host.includes(':') ? `[${host}]` : encodeURIComponent(host)
  return `postgres://${encodeURIComponent(user)}@${where}:${port}/${encodeURIComponent(database)}`
}

/** The same server, another database. */
export const withDatabase = (address: Address, database: string): Address => ({...address, database})

/** True where the server is on this machine: a Unix socket, or a loopback address. */
export const isLocal = ({host}: Pick<Address, 'host'>): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
