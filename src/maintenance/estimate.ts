import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {quoteQualified} from '../postgres/quote.ts'
import type {Task} from './action.ts'
import {hasHistory} from './history.ts'

/** How long a task on an object of that size takes, in ms. */
export type Estimate = (task: Task, object: string, bytes: number) => number

/** Bytes a millisecond where nothing is known yet: slow on purpose, so that a first night ends in time. */
const SPEED: Readonly<Record<Task, number>> = {
  vacuum: 40_000,
  analyze: 200_000,
  reindex: 20_000,
  repack: 20_000,
  expire: 20_000,
  health: 1_000_000,
}
const START = 2
/** Of how many runs what they took is looked up: years of them, of thousands of tables, would take longer than some tasks. */
const RUNS = 60

/** Estimates by what the same work took the last time, and else by the size. */
export async function readEstimate(client: pg.Client): Promise<Estimate> {
  if (!(await hasHistory(client))) return (task, _, bytes) => bySize(task, bytes)
  const {rows} = await client.query(
    `SELECT DISTINCT ON (task, object) task, object, ms, bytes_before::float8 AS bytes
       FROM ${quoteQualified(OWN_SCHEMA, 'maintenance_history')}
      WHERE outcome = 'done' AND bytes_before > 0
        AND run_id IN (SELECT id FROM ${quoteQualified(OWN_SCHEMA, 'maintenance_run')} ORDER BY id DESC LIMIT ${RUNS})
      ORDER BY task, object, started_at DESC`,
  )
  const shape = array(object({task: string(), object: string(), ms: number(), bytes: number()}))
  const last = new Map(parse(shape, rows).map((row) => [`${row.task} ${row.object}`, row]))
  return (task, object, bytes) => {
    const before = last.get(`${task} ${object}`)
    return before ? before.ms * Math.max(1, bytes / before.bytes) : bySize(task, bytes)
  }
}

const bySize = (task: Task, bytes: number): number => START + bytes / SPEED[task]

export const estimateOf = (
  estimate: Estimate | undefined,
  task: Task,
  {identity, bytes}: {readonly identity: string; readonly bytes: number},
): number => (estimate ? estimate(task, identity, bytes) : bySize(task, bytes))

/** Why something is not begun any more, or null where there is time for it. */
export function noTimeLeft(ms: number, deadline: number | null): string | null {
  if (deadline === null) return null
  const left = deadline - Date.now()
  if (ms <= left || left <= 0) return left <= 0 ? 'the time is over' : null
  return `needs about ${seconds(ms)}, and ${seconds(left)} are left`
}

const seconds = (ms: number): string => (ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`)
