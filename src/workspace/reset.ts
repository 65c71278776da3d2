import {randomBytes} from 'node:crypto'
import {setTimeout} from 'node:timers/promises'
import {Failure} from '../failure.ts'
import {describeAddress, withDatabase} from '../postgres/address.ts'
import {
  copyDatabase,
  databaseExists,
  dropDatabase,
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
  const template = await shadowTemplate(masterRecipe(workspace), place)
  const fresh = `pgplumb_new_${randomBytes(6).toString('hex')}`
  return withServer(address, async (client) => {
    await copyDatabase(client, template.name, fresh)
    try {
      const migrations = await adoptMigrations(workspace, withDatabase(address, fresh))
      const seeded = seeds ? await seedAddress(workspace, withDatabase(address, fresh)) : 0
      workspace.signal?.throwIfAborted()
      await replace(client, fresh, address.database, force)
      return {ranSchema: template.fresh, migrations, seeds: seeded}
    } catch (error) {
      await dropDatabase(client, fresh, {force: true})
      throw error
    }
  })
}

type Client = Parameters<Parameters<typeof withServer>[1]>[0]

async function replace(client: Client, fresh: string, name: string, force: boolean): Promise<void> {
  if (await databaseExists(client, name)) await dropDatabase(client, name, {force})
  // A session that was closed a moment ago may still be leaving the server.
  await whenFree(() => client.query(`ALTER DATABASE ${quoteIdent(fresh)} RENAME TO ${quoteIdent(name)}`))
}

async function whenFree(work: () => Promise<unknown>, attempts = 100): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work()
      return
    } catch (error) {
      if (!isInUse(error) || attempt === attempts) throw error
      await setTimeout(20)
    }
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
