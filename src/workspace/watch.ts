import {type FSWatcher, watch} from 'node:fs'
import {dirname} from 'node:path'

export type WatchOptions = {
  /** Milliseconds after which to look again though no file was changed: a database says nothing when it is. */
  readonly interval: number
  readonly signal?: AbortSignal
}

/** An editor writes a file in several strokes. */
const QUIET = 150

/** Waits until something in the folders of these files changes and rests, the interval is over, or the signal comes. */
export function untilChanged(files: readonly string[], {interval, signal}: WatchOptions): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const watchers: FSWatcher[] = []
    let quiet: NodeJS.Timeout | undefined
    const end = (): void => {
      clearTimeout(quiet)
      clearTimeout(limit)
      signal?.removeEventListener('abort', end)
      for (const watcher of watchers) watcher.close()
      resolve()
    }
    const limit = setTimeout(end, interval)
    signal?.addEventListener('abort', end, {once: true})
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      try {
        const watcher = watch(folder, () => {
          clearTimeout(quiet)
          quiet = setTimeout(end, QUIET)
        })
        // A folder that goes is noticed by the next look.
        watcher.on('error', end)
        watchers.push(watcher)
      } catch (error) {
        // Not there, or no watches left on this machine: the interval does.
        if (!(error instanceof Error) || !('code' in error)) throw error
      }
    }
  })
}
