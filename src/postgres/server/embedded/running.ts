import {setTimeout as sleep} from 'node:timers/promises'
import {Failure} from '../../../failure.ts'
import type {EmbeddedServer, ServerOptions} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import type {Layout} from './layout.ts'
import {type PidFile, readPidFile} from './pid-file.ts'

/** The process id of the server if it runs; one that is starting or stopping is waited for. */
export async function findRunning(
  spec: EmbeddedServer,
  layout: Layout,
  {signal, onProgress}: ServerOptions,
): Promise<number | undefined> {
  let told = 0
  while (true) {
    const file = await readLivePidFile(layout)
    if (!file) return undefined
    if (file.status === 'ready') {
      if (file.port === spec.port) return file.pid
      throw new Failure(
        'server_elsewhere',
        `the server in ${layout.home} runs on port ${file.port}, not ${spec.port}`,
        {
          hint: 'pgplumb stop, then pgplumb start, moves it',
        },
      )
    }
    if (told++ === 20) onProgress?.(`waiting for the server in ${layout.home}, which is ${file.status || 'starting'}`)
    await sleep(20, undefined, {...(signal ? {signal} : {})})
  }
}

export async function readLivePidFile(layout: Layout): Promise<PidFile | undefined> {
  try {
    const file = await readPidFile(layout)
    return file?.live ? file : undefined
  } catch (error) {
    throw systemFailure(error, 'read', layout.pidFile)
  }
}
