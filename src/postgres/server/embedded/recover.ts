import {realpath, rm} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {Failure} from '../../../failure.ts'
import {requireFreePort} from '../port.ts'
import {commandOf, endNow, isAlive, processesIn} from '../processes.ts'
import type {EmbeddedServer, ServerOptions} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import {type Account, asAccount} from './account.ts'
import type {Binaries} from './binaries.ts'
import {type Launched, launch} from './launch.ts'
import type {Layout} from './layout.ts'
import {deathFailure, logHas} from './log.ts'
import {readPidFile} from './pid-file.ts'

const PATIENCE = 10_000

/** Starts the server; what a killed one left behind (pid file, processes) is cleared away first. */
export async function launchOverRemains(
  spec: EmbeddedServer,
  layout: Layout,
  account: Account,
  binaries: Binaries,
  options: ServerOptions,
): Promise<number> {
  await removeStalePidFile(layout, options)
  const deadline = Date.now() + PATIENCE
  while (true) {
    const launched: Launched = await launch(layout, account, binaries, options)
    if (launched.ready) return launched.pid
    // Taken by another program since we looked.
    if (launched.log.includes('could not bind')) await requireFreePort(spec.port)
    // lock_file_exists: processes of the killed server still hold its shared memory.
    if (!logHas(launched.log, 'F0001')) throw deathFailure(layout, launched.log)
    if (Date.now() > deadline)
      throw new Failure('server_died', `processes of the killed server in ${layout.home} are still running`, {
        hint: 'end them (their names begin with "postgres:"), then start again',
        detail: launched.log.trim(),
      })
    options.onProgress?.('waiting for the processes of the killed server to end')
    await endOrphans(layout, account)
    await sleep(200, undefined, {...(options.signal ? {signal: options.signal} : {})})
  }
}

/** PostgreSQL takes the pid of another program of the same user for a running server: it must not find the file then. */
async function removeStalePidFile(layout: Layout, {onProgress}: ServerOptions): Promise<void> {
  const file = await readPidFile(layout)
  if (!file) return
  onProgress?.('the server was not shut down cleanly: recovering')
  if (!(await isAlive(file.pid))) return
  await rm(layout.pidFile).catch((error) => {
    throw systemFailure(error, 'remove', layout.pidFile)
  })
}

/** Sessions in the middle of a long statement do not notice that their server is gone. */
async function endOrphans(layout: Layout, account: Account): Promise<void> {
  for (const pid of await processesIn(await realpath(layout.data), asAccount(account)))
    if ((await commandOf(pid)).join(' ').includes('postgres')) endNow(pid, 'SIGKILL')
}
