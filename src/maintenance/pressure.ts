import type pg from 'pg'
import {array, date, nullable, number, object, parse, string} from 'valibot'
import {readSql} from '../postgres/sql-file.ts'
import type {Limits} from './limits.ts'

/** What is over its limit, in words; null where nothing is. */
export type Pressure = string | null

const shape = object({
  now: date(),
  active: number(),
  written: nullable(number()),
  standbys: array(object({name: string(), replayed: number(), lag: nullable(number())})),
})

type Sample = {readonly at: number; readonly written: number}

/**
 * Asks the server what a run should wait for. The server's own replay_lag stands still when a standby does, so the
 * positions of the WAL are remembered: a standby is as far behind as the time at which its position was current.
 */
export function pressureGauge(limits: Pick<Limits, 'replicaLag' | 'activeSessions'>) {
  const samples: Sample[] = []
  return async (client: pg.Client): Promise<Pressure> => {
    if (limits.replicaLag === null && limits.activeSessions === null) return null
    const {rows} = await client.query(await readSql('maintenance/pressure.sql'))
    const {now, active, written, standbys} = parse(shape, rows[0])
    const at = now.getTime()
    if (limits.activeSessions !== null && active > limits.activeSessions)
      return `${active} sessions are active, more than ${limits.activeSessions}`
    if (limits.replicaLag === null || written === null) return null
    if (written !== samples.at(-1)?.written) samples.push({at, written})
    const slowest = Math.min(...standbys.map(({replayed}) => replayed), written)
    while (samples.length > 2 && (samples[1]?.written ?? 0) <= slowest) samples.shift()
    for (const {name, replayed, lag} of standbys) {
      const seconds = Math.max(behind(samples, replayed, at), replayed < written ? (lag ?? 0) : 0)
      if (seconds > limits.replicaLag)
        return `standby ${name} is ${Math.round(seconds)} s behind, more than ${limits.replicaLag} s`
    }
    return null
  }
}

/** Seconds since the WAL that a standby has not replayed yet was seen first. */
function behind(samples: readonly Sample[], replayed: number, now: number): number {
  const first = samples.find(({written}) => written > replayed)
  return first ? (now - first.at) / 1000 : 0
}
