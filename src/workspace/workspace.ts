import type {Env} from '../postgres/conninfo/params.ts'
import type {Project} from '../project/project.ts'

/** A project, and what its work needs of the outside. */
export type Workspace = {
  readonly project: Project
  readonly env: Env
  readonly signal?: AbortSignal
  /** Called with a short sentence when something takes noticeably long. */
  readonly onProgress?: (message: string) => void
}

/** The options that the library's functions take, of the workspace's. */
export const optionsOf = ({signal, onProgress}: Workspace) => ({
  ...(signal ? {signal} : {}),
  ...(onProgress ? {onProgress} : {}),
})
