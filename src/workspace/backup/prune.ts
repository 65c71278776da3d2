import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {Workspace} from '../workspace.ts'
import {type Backup, listBackups, MANIFEST} from './manifest.ts'
import {kept} from './retention.ts'

export type Pruned = {readonly kept: readonly Backup[]; readonly removed: readonly Backup[]}

/** Removes the backups that the config's policy does not keep. Each database is judged by itself. */
export async function pruneBackups(workspace: Workspace, {dryRun = false} = {}): Promise<Pruned> {
  const all = await listBackups(workspace)
  const keeping = new Set(
    [...new Set(all.map(({database}) => database))].flatMap((database) => [
      ...kept(
        all.filter((backup) => backup.database === database),
        workspace.project.backup.keep,
      ),
    ]),
  )
  const removed = all.filter((backup) => !keeping.has(backup))
  if (!dryRun)
    for (const {name, path} of removed) {
      // The manifest goes first: what has none is no backup.
      await rm(join(workspace.project.backup.folder, `${name}${MANIFEST}`))
      await rm(path, {force: true})
    }
  return {kept: all.filter((backup) => keeping.has(backup)), removed}
}
