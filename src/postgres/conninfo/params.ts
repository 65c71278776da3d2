import {registerSecret} from '../../redact.ts'

/** libpq's parameters that decide where a session goes: https://www.postgresql.org/docs/current/libpq-connect.html */
export const KEYWORDS = [
  'host',
  'hostaddr',
  'port',
  'dbname',
  'user',
  'password',
  'passfile',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'options',
  'connect_timeout',
  'service',
] as const
export type Keyword = (typeof KEYWORDS)[number]

/** Connection parameters as text, by libpq's keyword. An empty value counts as absent. */
export type Params = {readonly [K in Keyword]?: string}

/** Environment variables, or a stand-in. */
export type Env = Readonly<Record<string, string | undefined>>

/** Parameters of libpq that change nothing here. */
const LIBPQ_ONLY = [
  'channel_binding',
  'client_encoding',
  'fallback_application_name',
  'gssdelegation',
  'gssencmode',
  'gsslib',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'krbsrvname',
  'load_balance_hosts',
  'min_protocol_version',
  'max_protocol_version',
  'ssl_max_protocol_version',
  'ssl_min_protocol_version',
  'sslcompression',
  'sslcrl',
  'sslcrldir',
  'sslnegotiation',
  'sslsni',
  'target_session_attrs',
  'tcp_user_timeout',
]
/** psql refuses these, but a DATABASE_URL that is shared with Prisma has them. */
const FOREIGN = ['schema', 'pgbouncer', 'connection_limit', 'pool_timeout', 'socket_timeout', 'statement_cache_size']
const WITHOUT_EFFECT = new Set([...LIBPQ_ONLY, ...FOREIGN])

export const isKeyword = (name: string): name is Keyword => (KEYWORDS as readonly string[]).includes(name)
export const isWithoutEffect = (name: string): boolean => WITHOUT_EFFECT.has(name)

/** Lays `over` on `under`; what is absent or empty shines through. */
export function overlay(under: Params, over: Params): Params {
  return {...withoutEmpty(under), ...withoutEmpty(over)}
}

function withoutEmpty(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined && value !== ''))
}

const VARIABLES: readonly (readonly [Keyword, string])[] = [
  ['host', 'PGHOST'],
  ['hostaddr', 'PGHOSTADDR'],
  ['port', 'PGPORT'],
  ['dbname', 'PGDATABASE'],
  ['user', 'PGUSER'],
  ['password', 'PGPASSWORD'],
  ['passfile', 'PGPASSFILE'],
  ['sslmode', 'PGSSLMODE'],
  ['sslrootcert', 'PGSSLROOTCERT'],
  ['sslcert', 'PGSSLCERT'],
  ['sslkey', 'PGSSLKEY'],
  ['application_name', 'PGAPPNAME'],
  ['options', 'PGOPTIONS'],
  ['connect_timeout', 'PGCONNECT_TIMEOUT'],
  ['service', 'PGSERVICE'],
]

/** The PG* variables as parameters. */
export function environmentParams(env: Env): Params {
  const entries = VARIABLES.flatMap(([keyword, name]) => (env[name] ? [[keyword, env[name]]] : []))
  return Object.fromEntries(entries)
}

/** From now on the password is shown nowhere. */
export function registerPassword({password, user = '', host = '', dbname = ''}: Params): void {
  if (password) registerSecret(password, [user, host, dbname])
}
