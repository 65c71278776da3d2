import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {databaseExists, dropDatabase, endSessions, isInUse, type Session, sessionsIn} from '../postgres/database.ts'
import {leaveRunning} from '../postgres/leave-running.ts'
import {quoteIdent} from '../postgres/quote.ts'
import type {Database} from '../project/project.ts'

const OLD = 'pgplumb_old_'

/** The old database goes aside and the new one takes its name, both or neither. */
export async function replace(client: pg.Client, fresh: string, database: Database, force: boolean): Promise<void> {
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
async function whenFree(client: pg.Client, name: string, sql: string, force: boolean, attempts = 3): Promise<void> {
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
export async function dropOld(client: pg.Client, server: Address): Promise<void> {
  const {rows} = await client.query<{datname: string}>(
    'SELECT datname FROM pg_database WHERE starts_with(datname::text, $1) ORDER BY oid DESC',
    [OLD],
  )
  for (const [index, {datname}] of rows.entries()) {
    if (index < WAITING) await leaveRunning(server, `DROP DATABASE IF EXISTS ${quoteIdent(datname)}`)
    else await dropDatabase(client, datname, {force: true})
  }
}

export const connected = ({name}: Database, sessions: readonly Session[]): Failure =>
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
