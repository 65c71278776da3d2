import {withDatabase} from '../../postgres/address.ts'
import {sessionsIn, withServer} from '../../postgres/database.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {withTemporaryDatabase} from '../../postgres/temporary.ts'
import type {Database} from '../../project/project.ts'
import {connected, dropOld, replace} from '../replace.ts'
import {takeTurn} from '../turn.ts'
import type {Workspace} from '../workspace.ts'
import {type LoadOptions, loadBackup, readBackup} from './load.ts'
import type {Backup} from './manifest.ts'

export type Restored = {readonly tables: number; readonly rows: number}

/**
 * Puts a backup in the place of a database. It is loaded whole beside the old one, which goes last: if anything fails, the
 * old one is still there.
 * @throws Failure `damaged_backup`, `backup_too_large`, `sessions_connected`, `sql_error`
 */
export async function restoreBackup(
  workspace: Workspace,
  database: Database,
  backup: Backup,
  {force = false} = {},
): Promise<Restored> {
  const {address} = database
  const loadable = await readBackup(backup)
  return withServer(address, async (client) => {
    const sessions = await sessionsIn(client, address.database)
    if (sessions.length && !force) throw connected(database, sessions)
    await takeTurn(client, `reset ${address.database}`, workspace)
    const restored = await withTemporaryDatabase(client, 'new', async (fresh) => {
      await client.query(`CREATE DATABASE ${quoteIdent(fresh)} TEMPLATE template0 ENCODING 'UTF8'`)
      const loaded = await loadBackup(address, fresh, loadable, loading(workspace))
      workspace.signal?.throwIfAborted()
      await replace(client, fresh, database, force)
      return loaded
    })
    await dropOld(client, withDatabase(address, client.database ?? 'postgres'))
    return restored
  })
}

export const loading = ({signal, onProgress}: Workspace): LoadOptions => ({
  signal,
  ...(onProgress ? {onTable: onProgress} : {}),
})
