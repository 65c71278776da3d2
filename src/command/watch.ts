import {recipeFiles} from '../schema/recipe.ts'
import {untilChanged} from '../workspace/watch.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {asFailure} from './as-failure.ts'
import {note} from './output.ts'
import {printFailure} from './print-failure.ts'

export type WatchLoop<T> = {
  /** Loads the project anew: its files may be others by now. */
  readonly open: () => Promise<Workspace>
  readonly look: (workspace: Workspace) => Promise<T>
  readonly show: (found: T, workspace: Workspace) => Promise<void>
  /** Seconds after which to look again though no file was changed. */
  readonly interval: number
  readonly signal: AbortSignal
}

/** Looks, and looks again when a file of the schema changes or the time is over; shows what is not as it was. */
export async function watchLoop<T>({open, look, show, interval, signal}: WatchLoop<T>): Promise<void> {
  let last: string | undefined
  let files: readonly string[] = []
  while (!signal.aborted) {
    const start = performance.now()
    try {
      const workspace = await open()
      const {schema, prelude, root, configFile} = workspace.project
      files = [
        ...(configFile === null ? [] : [configFile]),
        ...(await recipeFiles({files: [...prelude, ...schema], root})),
      ]
      const found = await look(workspace)
      const now = JSON.stringify(found)
      if (now !== last) {
        note(`${clock()}  ${last === undefined ? 'watching; Ctrl-C ends it' : 'changed'}`)
        await show(found, workspace)
      }
      last = now
    } catch (error) {
      if (signal.aborted) return
      const failure = asFailure(error)
      const now = `${failure.message}\n${failure.detail ?? ''}`
      if (now !== last) {
        note(clock())
        await printFailure(failure, {json: false, debug: false})
      }
      last = now
    }
    // What takes long to look at is not looked at all the time.
    await untilChanged(files, {interval: Math.max(interval * 1000, performance.now() - start), signal})
  }
}

const clock = (): string => new Date().toTimeString().slice(0, 8)
