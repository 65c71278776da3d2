import {duration} from './amounts.ts'
import {printable} from './width.ts'

export type ProgressTask<T> = {
  readonly title: string
  /** `update` shows what it is at, in a line that the next update replaces. */
  readonly run: (update: (text: string) => void) => Promise<T>
}

export type ProgressOptions = {
  /** Where to show it: stderr, for stdout belongs to the result. */
  readonly stream: NodeJS.WriteStream
  readonly quiet?: boolean
  /** How many run at once; 1 if absent. */
  readonly concurrency?: number
  /** Applied to all that is shown: takes passwords out. */
  readonly filter?: (text: string) => string
  /** When it is aborted, the tasks are shown as stopping; that they stop is up to them. */
  readonly signal?: AbortSignal
}

/** Runs the tasks and shows how far they are: live on a terminal, a line for each elsewhere, nothing when quiet. */
export async function progress<T>(tasks: readonly ProgressTask<T>[], options: ProgressOptions): Promise<T[]> {
  const {stream, quiet = false, concurrency = 1, filter = (text) => text} = options
  const shown = (text: string) => filter(printable(text))
  const results: T[] = []
  const live = stream.isTTY === true && !quiet
  const list = tasks.map(({title, run}, index) => ({
    title: shown(title),
    task: async (_: unknown, task: {output: string}) => {
      const start = performance.now()
      const say = (how: string) => {
        if (!live && !quiet) stream.write(`${shown(title)}: ${how} (${duration(performance.now() - start)})\n`)
      }
      const stopping = () => {
        task.output = 'stopping… (Ctrl-C again ends at once)'
      }
      options.signal?.addEventListener('abort', stopping)
      try {
        results[index] = await run((text) => {
          if (live) task.output = shown(text)
        })
        say('done')
      } catch (error) {
        say('failed')
        throw error
      } finally {
        options.signal?.removeEventListener('abort', stopping)
      }
    },
  }))
  if (!live && concurrency === 1) {
    for (const {task} of list) await task(null, {output: ''})
    return results
  }
  const {DefaultRenderer, Listr, ListrLogger, ProcessOutput} = await import('listr2')
  // A signal is the command's affair: listr2 would end the process.
  const shared = {concurrent: concurrency > 1 ? concurrency : false, registerSignalListeners: false}
  if (!live) {
    await new Listr(list, {...shared, renderer: 'silent'}).run()
    return results
  }
  // listr2 writes to stdout unless told otherwise; what others write to stderr meanwhile is shown at the end.
  const processOutput = new ProcessOutput(stream, stream, {dump: ['stderr'], leaveEmptyLine: false})
  // listr2 shows nothing live when stdout is a pipe, though this is stderr: `pgplumb plan | psql`.
  class Live extends DefaultRenderer {
    static override nonTTY = true
  }
  await new Listr(list, {
    ...shared,
    renderer: Live,
    // The command prints the error itself, once.
    rendererOptions: {logger: new ListrLogger({processOutput}), showErrorMessage: false},
  }).run()
  return results
}
