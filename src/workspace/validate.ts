import {relative} from 'node:path'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {shadowTemplate} from '../schema/shadow.ts'
import {type ValidateOptions, validate as validateFiles} from '../schema/validate.ts'
import {masterRecipe} from './master.ts'
import {type Opened, openDatabase} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

export type Validation = {
  readonly findings: readonly Finding[]
  /** Paths relative to the working directory. */
  readonly files: readonly string[]
}

/**
 * Checks SQL files offline: the named ones, or the master schema, its prelude and the seeds. `deep` also runs the master
 * schema on a shadow, and so finds what only a server can.
 */
export async function validate(
  workspace: Workspace,
  files: readonly string[],
  {deep = false}: {readonly deep?: boolean} = {},
): Promise<Validation> {
  const {root, seeds} = workspace.project
  const recipe = files.length ? {files, root} : await masterRecipe(workspace)
  const options: ValidateOptions = {directory: root}
  const shown = (list: readonly string[]): {file: string}[] =>
    list.map((file) => ({file: relative(process.cwd(), file) || file}))
  const findings = [
    ...(await validateFiles(shown(recipe.files), options)),
    ...(files.length ? [] : await validateFiles(shown(seeds), options)),
  ]
  const all = {findings, files: shown(files.length ? recipe.files : [...recipe.files, ...seeds]).map(({file}) => file)}
  if (!deep || findings.some(({severity}) => severity === 'error')) return all
  try {
    await shadowTemplate(recipe, await shadowPlace(workspace, await anyOpen(workspace)))
    return all
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'sql_error') throw error
    return {...all, findings: [...findings, asFinding(error)]}
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
