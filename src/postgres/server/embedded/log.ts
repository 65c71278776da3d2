import {existsSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {Failure} from '../../../failure.ts'
import type {Layout} from './layout.ts'

/** The log from this byte on; of a long one the last 64 kB. */
export async function readLog(layout: Layout, from: number): Promise<string> {
  const file = await open(layout.log, 'r')
  try {
    const {size} = await file.stat()
    const start = Math.max(from, size - 65_536)
    const buffer = Buffer.alloc(size - start)
    await file.read(buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}

/** Whether the log has an error of this SQLSTATE; log_line_prefix puts it behind the process id. */
export const logHas = (log: string, sqlstate: string): boolean => new RegExp(`\\[\\d+\\] ${sqlstate} `).test(log)

/** What ended a server that was not told to stop: out of memory or disk (class 53), a system error (58), a bug (XX). */
export async function lastWords(layout: Layout): Promise<string | null> {
  if (!existsSync(layout.log)) return null
  const log = await readLog(layout, 0)
  const life = log.slice(Math.max(0, log.lastIndexOf('database system is ready to accept connections')))
  const fatal = [...life.matchAll(/\[\d+\] (?:53100|53200|58\w{3}|XX\w{3}) (?:FATAL|PANIC): +(.*)/g)].at(-1)
  return fatal?.[1] ?? null
}

/** Why a server ended while it started, by what it logged. */
export function deathFailure(layout: Layout, log: string): Failure {
  const detail = log.trim().split('\n').slice(-8).join('\n')
  const hint = `the whole log is ${layout.log}`
  if (logHas(log, '53100') || /No space left on device/.test(log))
    return new Failure('disk_full', `no space left on the disk for the server in ${layout.home}`, {
      hint: 'free some space and start again',
      detail,
    })
  return new Failure('server_died', `the server in ${layout.home} ended while it started`, {hint, detail})
}
