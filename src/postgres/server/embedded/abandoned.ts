import {setTimeout as sleep} from 'node:timers/promises'
import {isTaken} from '../port.ts'
import {commandOf, endNow, isAlive, processIds} from '../processes.ts'
import type {EmbeddedServer, ServerOptions} from '../spec.ts'
import {homes, layoutAt} from './layout.ts'

/**
 * Ends the server whose folder was removed under it: it notices within a minute, and holds the port till then.
 * Call it when no pid file names a server that runs.
 */
export async function endAbandoned(spec: EmbeddedServer, {onProgress}: ServerOptions): Promise<void> {
  if (!(await isTaken(spec.port))) return
  const ours = homes(spec).map((home) => layoutAt(home).data)
  for (const pid of await processIds()) {
    const [program = '', flag, data = ''] = await commandOf(pid)
    if (!program.includes('postgres') || flag !== '-D' || !ours.includes(data)) continue
    onProgress?.(`ending the server whose folder was removed (process ${pid})`)
    // Its data are gone: there is nothing to write back.
    endNow(pid, 'SIGQUIT')
    while (await isAlive(pid)) await sleep(10)
  }
}
