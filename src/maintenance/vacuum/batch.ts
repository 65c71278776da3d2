import type pg from 'pg'
import {isServerError} from '../../postgres/errors.ts'
import type {Action, Task} from '../action.ts'
import {type Candidate, readSizes} from './candidates.ts'

/** Tables that one statement works on. */
export type Batch = {readonly verb: 'VACUUM' | 'ANALYZE'; readonly tables: readonly Candidate[]}

export type BatchOptions = {
  readonly task: Task
  /** `ANALYZE, SKIP_DATABASE_STATS` … */
  readonly flags: readonly string[]
  /** `ONLY `, where the server knows it and the tables are partitioned. */
  readonly only: string
  readonly signal?: AbortSignal | undefined
}

type Verdict = {readonly outcome: Action['outcome']; readonly reason?: string; readonly error?: string}

/**
 * Runs one statement for all tables of the batch. It passes locked tables by; those, and all of them where the
 * statement fails, are tried one by one, this time waiting up to lock_timeout.
 */
export async function runBatch(client: pg.Client, batch: Batch, options: BatchOptions): Promise<readonly Action[]> {
  const first = await attempt(client, batch, batch.tables, [...options.flags, 'SKIP_LOCKED'], options)
  const actions: Action[] = []
  const done: Candidate[] = []
  for (const table of batch.tables) {
    // The server's warning has the name without its schema: a table of that name gets a second look.
    const doubtful =
      first.error !== undefined || first.warnings.some(({message}) => message?.includes(`"${table.name}"`))
    if (doubtful) actions.push(await runSingle(client, batch, table, options))
    else done.push(table)
  }
  const sizes = await readSizes(
    client,
    done.map(({oid}) => oid),
  )
  for (const table of done)
    actions.push({
      ...action(table, first.startedAt, first.ms / batch.tables.length, options.task, {outcome: 'done'}),
      after: sizes.get(table.oid) ?? null,
    })
  return actions
}

async function runSingle(client: pg.Client, batch: Batch, table: Candidate, options: BatchOptions): Promise<Action> {
  const startedAt = new Date()
  if (options.signal?.aborted) return action(table, startedAt, 0, options.task, {outcome: 'stopped'})
  const result = await attempt(client, batch, [table], options.flags, options)
  const verdict = judge(result, options.signal)
  const sizes = verdict.outcome === 'done' ? await readSizes(client, [table.oid]) : null
  return {
    ...action(table, startedAt, result.ms, options.task, verdict),
    after: sizes?.get(table.oid) ?? null,
  }
}

type Attempt = {
  readonly startedAt: Date
  readonly ms: number
  readonly warnings: readonly {code?: string | undefined; routine?: string | undefined; message?: string | undefined}[]
  readonly error?: unknown
}

async function attempt(
  client: pg.Client,
  {verb}: Batch,
  tables: readonly Candidate[],
  flags: readonly string[],
  {only}: BatchOptions,
): Promise<Attempt> {
  const warnings: Attempt['warnings'][number][] = []
  const listen = (notice: Attempt['warnings'][number]) => warnings.push(notice)
  client.on('notice', listen)
  const startedAt = new Date()
  const start = performance.now()
  const options = flags.length > 0 ? `(${flags.join(', ')}) ` : ''
  try {
    await client.query(`${verb} ${options}${tables.map(({identity}) => only + identity).join(', ')}`)
    return {startedAt, ms: performance.now() - start, warnings}
  } catch (error) {
    if (!isServerError(error)) throw error
    return {startedAt, ms: performance.now() - start, warnings, error}
  } finally {
    client.off('notice', listen)
  }
}

function judge({warnings, error}: Attempt, signal: AbortSignal | undefined): Verdict {
  if (error !== undefined) {
    if (signal?.aborted) return {outcome: 'stopped'}
    if (isServerError(error) && error.code === '55P03') return {outcome: 'skipped', reason: 'locked by another session'}
    if (isServerError(error) && error.code === '42P01') return {outcome: 'skipped', reason: 'dropped meanwhile'}
    return {outcome: 'failed', error: error instanceof Error ? error.message : String(error)}
  }
  // The server's function is vacuum_is_permitted_for_relation from 17 on, vacuum_is_relation_owner before.
  if (warnings.some(({routine}) => routine?.startsWith('vacuum_is_')))
    return {outcome: 'skipped', reason: NOT_PERMITTED}
  if (warnings.some(({code, routine}) => code === '42P01' && routine === 'vacuum_open_relation'))
    return {outcome: 'skipped', reason: 'dropped meanwhile'}
  return {outcome: 'done'}
}

export const NOT_PERMITTED = 'this role may not vacuum it: it needs ownership, or MAINTAIN from PostgreSQL 17'

export const action = (table: Candidate, startedAt: Date, ms: number, task: Task, verdict: Verdict): Action => ({
  task,
  object: table.identity,
  reason: verdict.reason ?? table.reason,
  outcome: verdict.outcome,
  startedAt,
  ms,
  before: {bytes: table.bytes, deadRows: table.dead},
  after: null,
  error: verdict.error ?? null,
})
