import {type CiHost, pipeline} from './ci.ts'
import {hookStep} from './hooks.ts'
import {repositoryOf} from './repository.ts'
import {type Written, writeHook, writeNew} from './write.ts'

export type Equipped = {
  readonly files: readonly Written[]
  /** Lines for files that a person keeps. */
  readonly tell: readonly {readonly path: string; readonly lines: string}[]
}

/** The commit hook and the pipeline that were asked for. */
export async function equip(
  root: string,
  {hooks, ci}: {readonly hooks: boolean; readonly ci: CiHost | null},
): Promise<Equipped> {
  const files: Written[] = []
  const tell: {path: string; lines: string}[] = []
  const step = hooks ? hookStep(root, await repositoryOf(root)) : null
  if (step?.kind === 'write') {
    await writeHook(root, step)
    files.push({path: step.path, done: 'written'})
  } else if (step) tell.push({path: step.path, lines: step.lines})
  if (ci) {
    const {files: made, tell: lines} = pipeline(root, ci, 'test')
    files.push(...(await writeNew(root, made)))
    tell.push(...lines)
  }
  return {files, tell}
}
