import {execFile} from 'node:child_process'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {Failure} from '../../../failure.ts'
import {isAlive} from '../processes.ts'
import type {EmbeddedServer, ServerOptions, Stopped} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import {serverAccount} from './account.ts'
import {findBinaries} from './binaries.ts'
import {inFolder} from './folder.ts'
import {findLayout, type Layout} from './layout.ts'
import {readLivePidFile} from './running.ts'

const PATIENCE = 60_000

/** A fast shutdown: sessions are ended, transactions rolled back, a checkpoint is written. */
export async function stopEmbedded(spec: EmbeddedServer, options: ServerOptions): Promise<Stopped> {
  const layout = findLayout(spec)
  if (!layout) return {stopped: false}
  return inFolder(spec, options, async () => {
    const file = await readLivePidFile(layout)
    if (!file) return {stopped: false}
    await interrupt(layout, file.pid)
    await waitForEnd(layout, file.pid, options)
    return {stopped: true}
  })
}

async function interrupt(layout: Layout, pid: number): Promise<void> {
  try {
    if (process.platform !== 'win32') process.kill(pid, 'SIGINT')
    else {
      const {pgCtl} = await findBinaries(await serverAccount(layout.data))
      await promisify(execFile)(pgCtl, ['kill', 'INT', String(pid)])
    }
  } catch (error) {
    throw systemFailure(error, `stop process ${pid}, the server in`, layout.home)
  }
}

async function waitForEnd(layout: Layout, pid: number, {signal, onProgress}: ServerOptions): Promise<void> {
  const begin = Date.now()
  let told = begin
  while (await isAlive(pid)) {
    const now = Date.now()
    if (now - begin > PATIENCE)
      throw new Failure('server_busy', `the server in ${layout.home} (process ${pid}) has not ended after 60 seconds`, {
        hint: `its log says what it is doing: ${layout.log}`,
      })
    if (now - told > 1000) {
      onProgress?.('waiting for the server to write its data and end')
      told = now
    }
    await sleep(10, undefined, {...(signal ? {signal} : {})})
  }
}
