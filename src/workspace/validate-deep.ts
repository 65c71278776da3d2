import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import type {Recipe} from '../schema/recipe.ts'
import {shadowTemplate} from '../schema/shadow.ts'
import {type Opened, openDatabase} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

/** Runs the files on a shadow, and returns what the server refuses. */
export async function deepFindings(workspace: Workspace, recipe: Recipe): Promise<readonly Finding[]> {
  try {
    await shadowTemplate(recipe, await shadowPlace(workspace, await anyOpen(workspace)))
    return []
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'sql_error') throw error
    return [asFinding(error)]
  }
}

/** The first database of the config that answers and may hold a shadow: its server knows its own extensions and roles. */
async function anyOpen(workspace: Workspace): Promise<Opened | null> {
  for (const {name, kind} of workspace.project.databases) {
    if (kind === 'url') continue
    try {
      return await openDatabase(workspace, name)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
  return null
}

const asFinding = ({message, detail, hint, place}: Failure): Finding => ({
  rule: 'server-error',
  severity: 'error',
  object: null,
  file: place?.file ?? null,
  line: place?.line ?? null,
  column: place?.column ?? null,
  message: detail ? `${message} (${detail})` : message,
  cure: hint ?? null,
  sql: null,
})
