import type pg from 'pg'
import {array, date, nullable, number, object, parse, picklist, string} from 'valibot'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {quoteIdent, quoteQualified} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {type Action, TASKS} from './action.ts'

const TABLE = quoteQualified(OWN_SCHEMA, 'maintenance_history')

/**
 * Creates the history table where it is not there yet.
 * @throws Failure `no_history` where this role may not
 */
export async function ensureHistory(client: pg.Client): Promise<void> {
  // Looked up first: IF NOT EXISTS asks for the privilege to create even where there is nothing to do.
  if (await hasHistory(client)) return
  try {
    await client.query(await readSql('maintenance/create-history.sql'))
  } catch (error) {
    if (!isServerError(error)) throw error
    const user = client.user ?? 'current_user'
    throw new Failure('no_history', `cannot create ${OWN_SCHEMA}.maintenance_history: ${error.message}`, {
      hint: `as the database's owner: CREATE SCHEMA ${OWN_SCHEMA} AUTHORIZATION ${quoteIdent(user)}`,
      cause: error,
    })
  }
}

/** Whether all tables are there: the last that is created. */
export async function hasHistory(client: pg.Client): Promise<boolean> {
  const {rows} = await client.query<{there: boolean}>('SELECT to_regclass($1) IS NOT NULL AS there', [
    quoteQualified(OWN_SCHEMA, 'size_history'),
  ])
  return rows[0]?.there === true
}

/** Records actions of a run, all in one statement. */
export async function recordActions(client: pg.Client, run: string, actions: readonly Action[]): Promise<void> {
  if (actions.length === 0) return
  const rows = actions.map((action) => ({
    run_id: run,
    started_at: action.startedAt.toISOString(),
    task: action.task,
    object: action.object,
    reason: action.reason,
    outcome: action.outcome,
    ms: action.ms,
    bytes_before: action.before?.bytes ?? null,
    bytes_after: action.after?.bytes ?? null,
    dead_rows_before: action.before?.deadRows ?? null,
    dead_rows_after: action.after?.deadRows ?? null,
    error: action.error,
  }))
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  await client.query(
    `INSERT INTO ${TABLE} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${TABLE}, $1)`,
    [JSON.stringify(rows)],
  )
}

const size = (when: 'before' | 'after') =>
  `CASE WHEN bytes_${when} IS NOT NULL
        THEN jsonb_build_object('bytes', bytes_${when}, 'deadRows', dead_rows_${when}) END AS ${when}`

const sizeShape = nullable(object({bytes: number(), deadRows: nullable(number())}))
const shape = array(
  object({
    task: picklist(TASKS),
    object: string(),
    reason: string(),
    outcome: picklist(['done', 'skipped', 'failed', 'stopped', 'found']),
    startedAt: date(),
    ms: number(),
    before: sizeShape,
    after: sizeShape,
    error: nullable(string()),
  }),
)

export type HistoryFilter = {
  readonly limit?: number
  /** Also what was done to the server's own catalogs, and to pgplumb's own tables. */
  readonly catalogs?: boolean
  /** Only what failed, was skipped or stopped, or was found to be wrong. */
  readonly problems?: boolean
  /** Of which `*` stands for any text. */
  readonly object?: string | undefined
}

/** The latest actions first; none where nothing was ever recorded. */
export async function readHistory(client: pg.Client, filter: HistoryFilter = {}): Promise<readonly Action[]> {
  if (!(await hasHistory(client))) return []
  const {limit = 100, catalogs = false, problems = false, object: pattern} = filter
  const {rows} = await client.query(
    `SELECT task, object, reason, outcome, started_at AS "startedAt", ms, ${size('before')}, ${size('after')}, error
       FROM ${TABLE}
      WHERE ($2 OR object !~ '^(pg_catalog|pgplumb)\\.')
        AND (NOT $3 OR outcome <> 'done')
        AND ($4::text IS NULL OR object LIKE $4)
      ORDER BY id DESC LIMIT $1`,
    [limit, catalogs, problems, pattern?.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%') ?? null],
  )
  return parse(shape, rows)
}
