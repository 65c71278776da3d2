import {relative} from 'node:path'
import type {Finding} from '../finding.ts'
import {type ValidateOptions, validate as validateFiles} from '../schema/validate.ts'
import {masterRecipe} from './master.ts'
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
  // A server is seldom asked, and what it takes is slow to load.
  const {deepFindings} = await import('./validate-deep.ts')
  return {...all, findings: [...findings, ...(await deepFindings(workspace, recipe))]}
}
