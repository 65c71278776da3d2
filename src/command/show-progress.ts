import {redact} from '../redact.ts'
import {type ProgressTask, progress} from '../report/progress.ts'

export type ShowOptions = {readonly concurrency?: number; readonly quiet: boolean; readonly signal: AbortSignal}

/** Runs tasks and shows how far they are, on stderr. They are to end when `signal` is aborted. */
export const showProgress = <T>(tasks: readonly ProgressTask<T>[], options: ShowOptions): Promise<T[]> =>
  progress(tasks, {...options, stream: process.stderr, filter: redact})
