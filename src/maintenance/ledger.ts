import type pg from 'pg'
import {array, date, object, parse, picklist, string} from 'valibot'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {quoteQualified} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {hasHistory} from './history.ts'

const RUNS = quoteQualified(OWN_SCHEMA, 'maintenance_run')
const HISTORY = quoteQualified(OWN_SCHEMA, 'maintenance_history')
const SIZES = quoteQualified(OWN_SCHEMA, 'size_history')

/** How long what was done is remembered. */
const KEPT = '400 days'

export type RunOutcome = 'done' | 'stopped' | 'failed'

export type OpenRun = {
  readonly id: string
  /** How many runs before it did not come to their end on their own: they were killed. */
  readonly died: number
  /** `analyze public.users`: what earlier runs of the same work did before they were stopped. */
  readonly done: readonly {readonly task: string; readonly object: string}[]
}

/**
 * Begins a run, under the maintenance lock: runs that have no end died, for none can be under way. Where the last run of
 * the same schedule died or was stopped, this one goes on with its work.
 */
export async function beginRun(client: pg.Client, schedule: string | null): Promise<OpenRun> {
  const {rowCount: died} = await client.query(
    `UPDATE ${RUNS} SET outcome = 'died', ended_at = clock_timestamp() WHERE ended_at IS NULL`,
  )
  const {rows} = await client.query<{id: string}>(
    `WITH id AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence($2, 'id')) AS id),
          last AS (SELECT cycle, outcome FROM ${RUNS} WHERE schedule = $1 ORDER BY id DESC LIMIT 1)
     INSERT INTO ${RUNS} (id, cycle, schedule) OVERRIDING SYSTEM VALUE
     SELECT id.id, coalesce((SELECT cycle FROM last WHERE outcome IN ('died', 'stopped')), id.id), $1 FROM id
     RETURNING id::text`,
    [schedule, RUNS],
  )
  const id = rows[0]?.id ?? ''
  const {rows: done} = await client.query(
    `SELECT DISTINCT h.task, h.object
       FROM ${HISTORY} h JOIN ${RUNS} r ON r.id = h.run_id
      WHERE h.outcome = 'done' AND r.id <> $1 AND r.cycle = (SELECT cycle FROM ${RUNS} WHERE id = $1)`,
    [id],
  )
  return {id, died: died ?? 0, done: parse(array(object({task: string(), object: string()})), done)}
}

/** Ends a run, records how large everything is now (once an hour), and forgets what is too old. */
export async function endRun(client: pg.Client, id: string, outcome: RunOutcome): Promise<void> {
  await client.query(`UPDATE ${RUNS} SET outcome = $2, ended_at = clock_timestamp() WHERE id = $1`, [id, outcome])
  const {rowCount: recorded} = await client.query(`SELECT FROM ${SIZES} WHERE at > now() - interval '1 hour' LIMIT 1`)
  if (!recorded) await client.query(await readSql('maintenance/record-sizes.sql'))
  // And with the runs, their actions.
  await client.query(`DELETE FROM ${RUNS} WHERE started_at < now() - $1::interval`, [KEPT])
  await client.query(`DELETE FROM ${SIZES} WHERE at < now() - $1::interval`, [KEPT])
}

/** The last run of a schedule. */
export type LastRun = {
  readonly schedule: string
  readonly startedAt: Date
  readonly outcome: RunOutcome | 'running' | 'died'
}

/** When each schedule ran last; none where none ever did. */
export async function lastRuns(client: pg.Client): Promise<readonly LastRun[]> {
  if (!(await hasHistory(client))) return []
  const {rows} = await client.query(
    `SELECT DISTINCT ON (schedule) schedule, started_at AS "startedAt", outcome
       FROM ${RUNS} WHERE schedule IS NOT NULL ORDER BY schedule, id DESC`,
  )
  const shape = array(
    object({
      schedule: string(),
      startedAt: date(),
      outcome: picklist(['running', 'done', 'stopped', 'failed', 'died']),
    }),
  )
  return parse(shape, rows)
}
