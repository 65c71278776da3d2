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

/** Checks SQL files offline: the named ones, or the master schema, its prelude and the seeds. */
export async function validate(
  workspace: Workspace,
  files: readonly string[],
  {toolVersion = ''}: {readonly toolVersion?: string} = {},
): Promise<Validation> {
  const {root, seeds, cacheDir} = workspace.project
  const recipe = files.length ? {files, root} : await masterRecipe(workspace)
  const check = (list: readonly string[]) => validateOnce(cacheDir, shown(list), toolVersion, {directory: root})
  const shown = (list: readonly string[]): {file: string}[] =>
    list.map((file) => ({file: relative(process.cwd(), file) || file}))
  const findings = [...(await check(recipe.files)), ...(files.length ? [] : await check(seeds))]
  return {findings, files: shown(files.length ? recipe.files : [...recipe.files, ...seeds]).map(({file}) => file)}
}
