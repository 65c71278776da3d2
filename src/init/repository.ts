import {execFile} from 'node:child_process'
import {resolve} from 'node:path'
import {promisify} from 'node:util'

export type Repository = {
  /** The folder that its work tree begins at; hooks run there. */
  readonly top: string
  /** Where git looks for hooks: also in a linked work tree, and where `core.hooksPath` says so. */
  readonly hooks: string
}

/** The git repository that a folder is in; null where there is none, or no git. */
export async function repositoryOf(folder: string): Promise<Repository | null> {
  const args = ['rev-parse', '--show-toplevel', '--git-path', 'hooks']
  const out = await promisify(execFile)('git', args, {cwd: folder}).catch(() => null)
  const [top, hooks] = out?.stdout.trim().split('\n') ?? []
  return top && hooks ? {top, hooks: resolve(folder, hooks)} : null
}
