import {existsSync} from 'node:fs'
import {baseline} from '../migrations/baseline.ts'
import {loadMigrations} from '../migrations/folder.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import type {Address} from '../postgres/address.ts'
import type {Workspace} from './workspace.ts'

/** Marks all migrations as applied in a database that was just made from the master schema, which has them in it. */
export async function adoptMigrations({project}: Workspace, address: Address): Promise<number> {
  if (!existsSync(project.migrations)) return 0
  const folder = loadMigrations(project.migrations)
  if (!folder.versioned.length && !folder.repeatable.length) return 0
  return (
    await baseline(
      address,
      folder,
      project.history === null ? {} : {history: {...DEFAULT_HISTORY, schema: project.history}},
    )
  ).length
}
