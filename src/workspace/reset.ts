import {randomBytes} from 'node:crypto'
import {Failure} from '../failure.ts'
import {describeAddress, withDatabase} from '../postgres/address.ts'
import {
  copyDatabase,
  databaseExists,
  dropDatabase,
  endSessions,
  isInUse,
  type Session,
  sessionsIn,
  withServer,
} from '../postgres/database.ts'
import {quoteIdent} from '../postgres/quote.ts'
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
  const fresh = `pgplumb_new_${randomBytes(6).toString('hex')}`
  return withServer(address, async (client) => {
    await takeTurn(client, `reset ${address.database}`, workspace)
    await copyDatabase(client, template.name, fresh)
    try {
      const migrations = await adoptMigrations(workspace, withDatabase(address, fresh))
      const seeded = seeds ? await seedAddress(workspace, withDatabase(address, fresh)) : 0
      workspace.signal?.throwIfAborted()
      await replace(client, fresh, database, force)
      return {ranSchema: template.fresh, migrations, seeds: seeded}
    } catch (error) {
      await dropDatabase(client, fresh, {force: true})
      throw error
    }
  })
}

type Client = Parameters<Parameters<typeof withServer>[1]>[0]

/** Puts the fresh database in the old one's place. The old one is moved away first and dropped last: one is always there. */
async function replace(client: Client, fresh: string, database: Database, force: boolean): Promise<void> {
  const name = database.address.database
  if (!(await databaseExists(client, name))) {
    await rename(client, fresh, name)
    return
  }
  const old = fresh.replace('_new_', '_old_')
  try {
    await moveAway(client, name, old, force)
  } catch (error) {
    throw isInUse(error) ? connected(database, await sessionsIn(client, name)) : error
  }
  try {
    await rename(client, fresh, name)
  } catch (error) {
    await rename(client, old, name)
    throw error
  }
  await dropDatabase(client, old, {force: true})
}

/** The server itself waits five seconds for sessions that are just leaving. A pool may be back at once, though. */
async function moveAway(client: Client, from: string, to: string, force: boolean, attempts = 3): Promise<void> {
  if (force) await endSessions(client, from)
  try {
    await rename(client, from, to)
  } catch (error) {
    if (!force || !isInUse(error) || attempts === 1) throw error
    await moveAway(client, from, to, force, attempts - 1)
  }
}

const rename = (client: Client, from: string, to: string) =>
  client.query(`ALTER DATABASE ${quoteIdent(from)} RENAME TO ${quoteIdent(to)}`)

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
