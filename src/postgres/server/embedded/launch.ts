import type {ChildProcess} from 'node:child_process'
import {open, realpath, rename, stat} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import type {ServerOptions} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import type {Account} from './account.ts'
import type {Binaries} from './binaries.ts'
import type {Layout} from './layout.ts'
import {readLog} from './log.ts'
import {readPidFile} from './pid-file.ts'
import {cannotRun, spawnAs} from './spawn-as.ts'

const LOG_LIMIT = 16 * 1024 * 1024

export type Launched = {readonly ready: true; readonly pid: number} | {readonly ready: false; readonly log: string}

/** Starts the server in a session of its own, so that it outlives us, and waits until it takes connections or dies. */
export async function launch(
  layout: Layout,
  account: Account,
  binaries: Binaries,
  options: ServerOptions,
): Promise<Launched> {
  const log = await openLog(layout)
  const from = (await log.stat()).size
  let ended: {error?: Error} | undefined
  try {
    // By this argument the server is recognised later.
    const data = await realpath(layout.data)
    const child = spawnAs(account, binaries.postgres, ['-D', data, '-c', `config_file=${layout.conf}`], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    child.on('error', (error) => {
      ended = {error}
    })
    child.on('exit', () => {
      ended = {}
    })
    child.unref()
    const wait = startupMessages(layout, from, options)
    while (!ended) {
      const file = await readPidFile(layout)
      if (file?.pid === child.pid && file?.status === 'ready') return {ready: true, pid: file.pid}
      await giveUpIfAborted(child, options)
      await sleep(10)
      await wait()
    }
  } finally {
    await log.close()
  }
  if (ended.error) throw cannotRun(binaries.postgres, account, ended.error)
  return {ready: false, log: await readLog(layout, from)}
}

async function giveUpIfAborted(child: ChildProcess, {signal}: ServerOptions): Promise<void> {
  if (!signal?.aborted) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.ref()
  child.kill('SIGINT')
  if (child.exitCode === null && child.signalCode === null) await ended
  signal.throwIfAborted()
}

/** Once a second: what a slow start, such as a recovery, is doing. */
function startupMessages(layout: Layout, from: number, {onProgress}: ServerOptions): () => Promise<void> {
  let next = Date.now() + 1000
  return async () => {
    if (!onProgress || Date.now() < next) return
    next = Date.now() + 1000
    const line = (await readLog(layout, from)).trimEnd().split('\n').at(-1) ?? ''
    onProgress(`the server is starting: ${line.replace(/^.*?LOG:\s+/, '') || 'no word from it yet'}`)
  }
}

async function openLog(layout: Layout) {
  try {
    const old = await stat(layout.log).catch(() => undefined)
    if (old && old.size > LOG_LIMIT) await rename(layout.log, `${layout.log}.1`)
    return await open(layout.log, 'a', 0o600)
  } catch (error) {
    throw systemFailure(error, 'write the log', layout.log)
  }
}
