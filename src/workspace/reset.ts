import type pg from 'pg'
import {Failure} from '../failure.ts'
import {describeAddress, withDatabase} from '../postgres/address.ts'
import {sessionsIn, withServer} from '../postgres/database.ts'
import {makeSpare, takeCopy} from '../postgres/spare.ts'
import {withTemporaryDatabase} from '../postgres/temporary.ts'
import type {Database} from '../project/project.ts'
import {shadowTemplate} from '../schema/shadow.ts'
import {adoptMigrations} from './adopt-migrations.ts'
import {masterRecipe} from './master.ts'
import {locate, serverFacts} from './open.ts'
import {connected, dropOld, replace} from './replace.ts'
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
  client: pg.Client,
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
