import {randomBytes} from 'node:crypto'
import {Failure} from '../failure.ts'
import {type Address, describeAddress, withDatabase} from '../postgres/address.ts'
import {
  databaseExists,
  dropDatabase,
  endSessions,
  isInUse,
  type Session,
  sessionsIn,
  withServer,
} from '../postgres/database.ts'
import {leaveRunning} from '../postgres/leave-running.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {makeSpare, takeCopy} from '../postgres/spare.ts'
import {withTemporaryDatabase} from '../postgres/temporary.ts'
import type {Database} from '../project/project.ts'
import {shadowTemplate} from '../schema/shadow.ts'
import {adoptMigrations} from './adopt-migrations.ts'
import {masterRecipe} from './master.ts'
import {locate, serverFacts} from './open.ts'
import {seedAddress} from './seed.ts'
import {takeTurn} from './turn.ts'
import type {Workspace} from './workspace.ts'

export type ResetOptions = {
  /** Ends the sessions that are in the database. */
  readonly force?: boolean
  /** Whether the seed files run. Default true. */
  readonly seeds?: boolean
}

export type Reset = {
  /** False: the schema was unchanged since the last time, so its SQL was not run. */
  readonly ranSchema: boolean
  readonly migrations: number
  readonly seeds: number
}

/**
 * The database to be reset, if it may be.
 * @throws Failure `not_disposable`
 */
export async function resettable(workspace: Workspace, name: string): Promise<Database> {
  const database = await locate(workspace, name)
  if (!database.disposable && !database.protected)
    throw new Failure(
      'not_disposable',
      `${name} (${describeAddress(database.address)}) is not on this machine, and nothing says that it may be dropped`,
      {
        hint: `if it may, write disposable: true under databases.${name} in the config`,
      },
    )
  return database
}

/**
 * Drops the database and makes it again: master schema, migrations marked as applied, seeds. The new one is made
 * whole beside the old one, which goes last: if anything fails, the old one is still there.
 * @throws Failure `sessions_connected`, `sql_error` …
 */
export async function reset(workspace: Workspace, database: Database, options: ResetOptions = {}): Promise<Reset> {
  const {force = false, seeds = true} = options
  const {address} = database
  const {version} = await withServer(address, async (client) => {
    const sessions = await sessionsIn(client, address.database)
    if (sessions.length && !force) throw connected(database, sessions)
    return serverFacts({...address, database: client.database ?? 'postgres'})
  })
  const {cacheDir} = workspace.project
  const place = {
    server: address,
    serverVersion: version,
    cacheDir,
    own: false,
    ...(workspace.signal ? {signal: workspace.signal} : {}),
  }
  const template = await shadowTemplate(await masterRecipe(workspace), place)
  return withServer(address, async (client) => {
    await takeTurn(client, `reset ${address.database}`, workspace)
    const made = await withTemporaryDatabase(client, 'new', (fresh) =>
      makeAndReplace(workspace, client, {database, template: template.name, fresh, force, seeds}),
    )
    const done = {ranSchema: template.fresh, ...made}
    const server = withDatabase(address, client.database ?? 'postgres')
    await dropOld(client, server)
    // Who has made it twice will make it again.
    if (!template.fresh) await makeSpare(server, template.name)
    return done
  })
}

type Making = {
  readonly database: Database
  readonly template: string
  readonly fresh: string
  readonly force: boolean
  readonly seeds: boolean
}

async function makeAndReplace(
  workspace: Workspace,
  client: Client,
  {database, template, fresh, force, seeds}: Making,
): Promise<Omit<Reset, 'ranSchema'>> {
  const {address} = database
  await takeCopy(client, template, fresh)
  const migrations = await adoptMigrations(workspace, withDatabase(address, fresh))
  const seeded = seeds ? await seedAddress(workspace, withDatabase(address, fresh)) : 0
  workspace.signal?.throwIfAborted()
  await replace(client, fresh, database, force)
  return {migrations, seeds: seeded}
}

type Client = Parameters<Parameters<typeof withServer>[1]>[0]

const OLD = 'pgplumb_old_'

/** The old database goes aside and the new one takes its name, both or neither. */
async function replace(client: Client, fresh: string, database: Database, force: boolean): Promise<void> {
  const name = database.address.database
  const aside = `${OLD}${randomBytes(6).toString('hex')}`
  const renames = [...((await databaseExists(client, name)) ? [[name, aside]] : []), [fresh, name]]
  const sql = renames.map(([from = '', to = '']) => `ALTER DATABASE ${quoteIdent(from)} RENAME TO ${quoteIdent(to)}`)
  try {
    // One query is one transaction.
    await whenFree(client, name, sql.join(';'), force)
  } catch (error) {
    throw isInUse(error) ? connected(database, await sessionsIn(client, name)) : error
  }
}

/** The server itself waits five seconds for sessions that are just leaving. A pool may be back at once, though. */
async function whenFree(client: Client, name: string, sql: string, force: boolean, attempts = 3): Promise<void> {
  if (force) await endSessions(client, name)
  try {
    await client.query(sql)
  } catch (error) {
    if (!force || !isInUse(error) || attempts === 1) throw error
    await whenFree(client, name, sql, force, attempts - 1)
  }
}

/** How many databases may be waiting to be dropped. More than these are kept by something, and the server says what. */
const WAITING = 3

/** Has the server drop what was put aside, now or by a run that did not come to it. */
async function dropOld(client: Client, server: Address): Promise<void> {
  const {rows} = await client.query<{datname: string}>(
    'SELECT datname FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY oid DESC',
    [OLD],
  )
  for (const [index, {datname}] of rows.entries()) {
    if (index < WAITING) await leaveRunning(server, `DROP DATABASE IF EXISTS ${quoteIdent(datname)}`)
    else await dropDatabase(client, datname, {force: true})
  }
}

const connected = ({name}: Database, sessions: readonly Session[]): Failure =>
  new Failure(
    'sessions_connected',
    `${sessions.length} ${sessions.length === 1 ? 'session is' : 'sessions are'} connected to ${name}`,
    {
      detail: sessions
        .slice(0, 10)
        .map(
          ({pid, user, application, since}) =>
            `pid ${pid}: ${application || 'unnamed'}, user ${user}, since ${since.toISOString()}`,
        )
        .join('\n'),
      hint: 'close them, or end them with --force',
    },
  )
