import {relative} from 'node:path'
import type {Finding} from '../finding.ts'
import {masterRecipe} from './master.ts'
import {validateOnce} from './validated.ts'
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
  {deep = false, toolVersion = ''}: {readonly deep?: boolean; readonly toolVersion?: string} = {},
): Promise<Validation> {
  const {root, seeds, cacheDir} = workspace.project
  const recipe = files.length ? {files, root} : await masterRecipe(workspace)
  const check = (list: readonly string[]) => validateOnce(cacheDir, shown(list), toolVersion, {directory: root})
  const shown = (list: readonly string[]): {file: string}[] =>
    list.map((file) => ({file: relative(process.cwd(), file) || file}))
  const findings = [...(await check(recipe.files)), ...(files.length ? [] : await check(seeds))]
  const all = {findings, files: shown(files.length ? recipe.files : [...recipe.files, ...seeds]).map(({file}) => file)}
  if (!deep || findings.some(({severity}) => severity === 'error')) return all
  // A server is seldom asked, and what it takes is slow to load.
  const {deepFindings} = await import('./validate-deep.ts')
  return {...all, findings: [...findings, ...(await deepFindings(workspace, recipe))]}
}
