import {type CiHost, ciFile} from './ci.ts'
import {type HookStep, hookStep} from './hooks.ts'
import {type Written, writeHook, writeNew} from './write.ts'

export type Equipped = {
  readonly files: readonly Written[]
  /** Lines for files that a person keeps. */
  readonly tell: readonly Extract<HookStep, {kind: 'tell'}>[]
}

/** The commit hook and the pipeline that were asked for. */
export async function equip(
  root: string,
  {hooks, ci}: {readonly hooks: boolean; readonly ci: CiHost | null},
): Promise<Equipped> {
  const files: Written[] = []
  const tell: Extract<HookStep, {kind: 'tell'}>[] = []
  const step = hooks ? hookStep(root) : null
  if (step?.kind === 'write') {
    await writeHook(root, step)
    files.push({path: step.path, done: 'written'})
  } else if (step) tell.push(step)
  if (ci) files.push(...(await writeNew(root, [ciFile(ci, 'test')])))
  return {files, tell}
}
