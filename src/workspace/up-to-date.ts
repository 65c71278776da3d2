import type {Folder} from '../migrations/files.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {isPlainlyUpToDate} from '../migrations/up-to-date.ts'
import {withConnection} from '../postgres/connect.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {locate} from './open.ts'
import type {Workspace} from './workspace.ts'

/** Whether `migrate` plainly has nothing to do in any of these databases, by one session in each. */
export async function upToDate(workspace: Workspace, names: readonly string[], folder: Folder): Promise<boolean> {
  const {project} = workspace
  for (const name of names) {
    const {address} = await locate(workspace, name)
    const plain = await withConnection(address, async (client) => {
      const table = {...DEFAULT_HISTORY, schema: project.history ?? DEFAULT_HISTORY.schema}
      // Where another tool has taken the name, the history is elsewhere.
      const {rows} = await client.query<{elsewhere: boolean}>(
        `SELECT to_regclass('${OWN_SCHEMA}.${DEFAULT_HISTORY.table}') IS NOT NULL AS elsewhere`,
      )
      if (project.history === null && rows[0]?.elsewhere) return false
      return isPlainlyUpToDate(client, folder, table)
    })
    if (!plain) return false
  }
  return true
}
