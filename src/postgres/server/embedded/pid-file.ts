import {readFile, realpath} from 'node:fs/promises'
import {commandOf, isAlive} from '../processes.ts'
import {errorCode} from '../system-failure.ts'
import type {Layout} from './layout.ts'

export type PidFile = {
  readonly pid: number
  readonly port: number
  /** `starting`, `stopping`, `ready`, `standby`; empty while it is still written. */
  readonly status: string
  /** False: left behind by a server that is gone, or copied from another one's folder. */
  readonly live: boolean
}

/** What postmaster.pid says; its lines are those of PostgreSQL's miscadmin.h. Undefined if there is none. */
export async function readPidFile(layout: Layout): Promise<PidFile | undefined> {
  let text: string
  try {
    text = await readFile(layout.pidFile, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  return {pid, port: Number(lines[3]), status: lines[7] ?? '', live: await isServerOf(layout, pid)}
}

/** A process id is soon given to another program: ours names its data directory. Windows tells only the program. */
async function isServerOf(layout: Layout, pid: number): Promise<boolean> {
  if (!(await isAlive(pid))) return false
  const command = (await commandOf(pid)).join(' ')
  return command.includes('postgres') && (process.platform === 'win32' || command.includes(await realpath(layout.data)))
}
