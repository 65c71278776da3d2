import {Failure} from '../failure.ts'
import {DEFAULT_HISTORY, type HistoryTable} from '../migrations/history.ts'
import {type Address, describeAddress} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {serverPassword} from '../postgres/server/password.ts'
import {serverState} from '../postgres/server/state.ts'
import {resolveDatabase} from '../project/databases.ts'
import type {Database} from '../project/project.ts'
import type {Workspace} from './workspace.ts'

/** The oldest major version of PostgreSQL that is supported. */
export const OLDEST = 13

/** A database that answered. */
export type Opened = {
  readonly database: Database
  /** With the password, whoever keeps it. */
  readonly address: Address
  /** `18.4` */
  readonly version: string
  readonly major: number
  readonly canCreateDatabases: boolean
  readonly history: HistoryPlace
}

/** Where the history of migrations is: beside another tool's table of that name, never in it. */
export type HistoryPlace = {
  readonly table: HistoryTable
  /** Whether another tool's table is there and ours is not yet. */
  readonly unadopted: boolean
}

/** A database of the config with the password that its server's provider keeps. Asks no server. */
export async function locate(workspace: Workspace, name: string): Promise<Database> {
  const database = await resolveDatabase(workspace.project, name)
  if (database.address.password !== undefined) return database
  const password = await serverPassword(database.server, database.address.user)
  return password === undefined ? database : {...database, address: {...database.address, password}}
}

/**
 * Resolves a database of the config and asks its server who it is.
 * @throws Failure `unknown_database`, `no_connection`, `server_too_old` …
 */
export async function openDatabase(workspace: Workspace, name: string): Promise<Opened> {
  const database = await locate(workspace, name)
  try {
    const facts = await serverFacts(database.address)
    const schema = workspace.project.history
    const history = schema === null ? facts.history : {table: {...DEFAULT_HISTORY, schema}, unadopted: false}
    return {database, address: database.address, ...facts, history}
  } catch (error) {
    throw error instanceof Failure ? await named(error, database) : error
  }
}

/** The same failure in the words of the config: which of its databases, and the command that mends it. */
async function named(failure: Failure, {name, server, address, disposable}: Database): Promise<Failure> {
  const {code, cause} = failure
  const own = server.kind !== 'url'
  if (code === 'no_connection') {
    const {state, reason} = await serverState(server)
    const ended = reason !== null && (state === 'stopped' || state === 'stale') ? `: its server ended: ${reason}` : ''
    return new Failure(code, `cannot reach ${name} at ${describeAddress(address)}${ended}`, {
      hint: own ? `pgplumb start ${name}` : 'check that it runs, and its url in the config',
      detail: (cause instanceof Error && cause.message) || failure.message,
      cause: failure,
    })
  }
  if (code === 'no_database')
    return new Failure(code, `${name}: ${failure.message}`, {
      hint: own
        ? `pgplumb start ${name} makes it`
        : `correct its name in the config, or make it: ${disposable ? `pgplumb reset ${name}` : 'createdb'}`,
      cause: failure,
    })
  return failure
}

export type ServerFacts = Pick<Opened, 'version' | 'major' | 'canCreateDatabases' | 'history'>

/** @throws Failure `server_too_old` and those of `connect` */
export async function serverFacts(address: Address): Promise<ServerFacts> {
  const row = await withConnection(address, async (client) => {
    const {rows} = await client.query<{
      version: string
      number: string
      creates: boolean
      own: boolean
      foreign: boolean
    }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
              current_setting('server_version_num') AS number,
              (SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user) AND NOT pg_is_in_recovery() AS creates,
              to_regclass('${OWN_SCHEMA}.schema_migrations') IS NOT NULL AS own,
              EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('public.schema_migrations') AND attname = 'version')
              AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('public.schema_migrations') AND attname = 'applied_at') AS foreign`,
    )
    return rows[0]
  })
  if (!row) throw new Failure('no_connection', `${describeAddress(address)} did not say its version`)
  const major = Math.floor(Number(row.number) / 10_000)
  if (major < OLDEST)
    throw new Failure('server_too_old', `${describeAddress(address)} is PostgreSQL ${row.version}`, {
      hint: `pgplumb works with PostgreSQL ${OLDEST} and newer`,
    })
  return {version: row.version, major, canCreateDatabases: row.creates, history: placeOf(row)}
}

const placeOf = ({own, foreign}: {own: boolean; foreign: boolean}): HistoryPlace => ({
  table: own || foreign ? {...DEFAULT_HISTORY, schema: OWN_SCHEMA} : DEFAULT_HISTORY,
  unadopted: foreign && !own,
})
