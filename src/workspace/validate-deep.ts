import {Failure} from '../failure.ts'
import {failureFinding} from '../failure-finding.ts'
import type {Finding} from '../finding.ts'
import {type Recipe, recipeTexts} from '../schema/recipe.ts'
import {shadowTemplate} from '../schema/shadow.ts'
import {masterRecipe} from './master.ts'
import {type Opened, openDatabase} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import {type Validation, validate} from './validate.ts'
import type {Workspace} from './workspace.ts'

/**
 * `validate`, and then, where it found no error, the named files or the master schema run on a shadow, which finds what
 * only a server can.
 */
export async function validateDeep(
  workspace: Workspace,
  files: readonly string[],
  options: {readonly toolVersion?: string} = {},
): Promise<Validation> {
  const offline = await validate(workspace, files, options)
  if (offline.findings.some(({severity}) => severity === 'error')) return offline
  const recipe = files.length ? {files, root: workspace.project.root} : await masterRecipe(workspace)
  return {...offline, findings: [...offline.findings, ...(await refusals(workspace, recipe))]}
}

/** Runs the files on a shadow, and returns what the server refuses. */
async function refusals(workspace: Workspace, recipe: Recipe): Promise<readonly Finding[]> {
  try {
    await shadowTemplate(recipe, await shadowPlace(workspace, await anyOpen(workspace), await recipeTexts(recipe)))
    return []
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'sql_error') throw error
    const {message, detail} = error
    return [{...failureFinding(error, 'server-error'), message: detail ? `${message} (${detail})` : message}]
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
