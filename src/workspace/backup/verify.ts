import {withServer} from '../../postgres/database.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {withTemporaryDatabase} from '../../postgres/temporary.ts'
import {makeRoles} from '../../schema/roles.ts'
import {shadowPlace} from '../shadow-place.ts'
import type {Workspace} from '../workspace.ts'
import {loadBackup, readBackup} from './load.ts'
import type {Backup} from './manifest.ts'
import {loading} from './restore.ts'

export type Verified = {
  readonly name: string
  /** What the restore test made; null where only the file was looked at. */
  readonly restored: {readonly tables: number; readonly rows: number} | null
}

/**
 * Checks a backup's file; with `restore`, also that it can be loaded, on the project's own server.
 * @throws Failure `damaged_backup`, `backup_too_large`, `sql_error`
 */
export async function verifyBackup(workspace: Workspace, backup: Backup, {restore = true} = {}): Promise<Verified> {
  const loadable = await readBackup(backup)
  if (!restore) return {name: backup.name, restored: null}
  const {server} = await shadowPlace(workspace, null)
  return withServer(server, (client) =>
    withTemporaryDatabase(client, 'verify', async (database) => {
      await client.query(`CREATE DATABASE ${quoteIdent(database)} TEMPLATE template0 ENCODING 'UTF8'`)
      await makeRoles(client, await loadable.roles())
      return {name: backup.name, restored: await loadBackup(server, database, loadable, loading(workspace))}
    }),
  )
}
