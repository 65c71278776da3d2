import {setTimeout as sleep} from 'node:timers/promises'
import {isServerError} from '../../postgres/errors.ts'
import {describeHolder, type Holder} from '../../postgres/holder.ts'
import type {Action, Task} from '../action.ts'
import type {Session} from '../session.ts'
import {type Candidate, readSizes} from './candidates.ts'

/** Tables that one statement works on. */
export type Batch = {
  readonly verb: 'VACUUM' | 'ANALYZE'
  readonly tables: readonly Candidate[]
  /** Whether all rows are frozen that can be. */
  readonly freeze: boolean
}

export type BatchOptions = {
  readonly task: Task
  /** `ANALYZE, SKIP_DATABASE_STATS` … */
  readonly flags: readonly string[]
  /** `ONLY `, where the server knows it and the tables are partitioned. */
  readonly only: string
  /** How often a table that is locked, or for which somebody waited, is tried again. */
  readonly retries: number
  readonly signal?: AbortSignal | undefined
}

type Verdict = {
  readonly outcome: Action['outcome']
  readonly reason?: string
  readonly error?: string
  /** Whether it may well succeed in a moment. */
  readonly again?: boolean
}

/**
 * Runs one statement for all tables of the batch. It passes locked tables by; those, and all of them where the
 * statement fails, are tried one by one, this time waiting up to lock_timeout.
 */
export async function runBatch(session: Session, batch: Batch, options: BatchOptions): Promise<readonly Action[]> {
  const first = await attempt(session, batch, batch.tables, [...options.flags, 'SKIP_LOCKED'], options)
  const actions: Action[] = []
  const done: Candidate[] = []
  for (const table of batch.tables) {
    // The server's warning has the name without its schema: a table of that name gets a second look.
    const doubtful =
      first.error !== undefined || first.warnings.some(({message}) => message?.includes(`"${table.name}"`))
    if (doubtful) actions.push(await runSingle(session, batch, table, options))
    else done.push(table)
  }
  const sizes = await readSizes(
    session.client,
    done.map(({oid}) => oid),
  )
  for (const table of done)
    actions.push({
      ...action(table, first.startedAt, first.ms / batch.tables.length, options.task, {outcome: 'done'}),
      after: sizes.get(table.oid) ?? null,
    })
  return actions
}

async function runSingle(session: Session, batch: Batch, table: Candidate, options: BatchOptions): Promise<Action> {
  const startedAt = new Date()
  for (let tries = 0; ; tries++) {
    if (options.signal?.aborted) return action(table, startedAt, 0, options.task, {outcome: 'stopped'})
    const result = await attempt(session, batch, [table], options.flags, options)
    const verdict = judge(result, options.signal)
    if (verdict.again && tries < options.retries) {
      await sleep(200 * 2 ** tries * (0.5 + Math.random()))
      continue
    }
    const sizes = verdict.outcome === 'done' ? await readSizes(session.client, [table.oid]) : null
    return {
      ...action(table, startedAt, result.ms, options.task, verdict),
      after: sizes?.get(table.oid) ?? null,
    }
  }
}

type Attempt = {
  readonly startedAt: Date
  readonly ms: number
  readonly warnings: readonly {code?: string | undefined; routine?: string | undefined; message?: string | undefined}[]
  readonly error?: unknown
  readonly gaveWay: Holder | null
  readonly blockers: readonly Holder[]
}

async function attempt(
  {client, watched}: Session,
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
    const {error, gaveWay, blockers} = await watched(
      `${verb} ${options}${tables.map(({identity}) => only + identity).join(', ')}`,
    )
    if (error !== null && !isServerError(error)) throw error
    const ended = {startedAt, ms: performance.now() - start, warnings, gaveWay, blockers}
    return error === null ? ended : {...ended, error}
  } finally {
    client.off('notice', listen)
  }
}

function judge({warnings, error, gaveWay, blockers}: Attempt, signal: AbortSignal | undefined): Verdict {
  if (error !== undefined) {
    if (signal?.aborted) return {outcome: 'stopped'}
    if (gaveWay) return {outcome: 'skipped', reason: `gave way to ${describeHolder(gaveWay)}`, again: true}
    if (isServerError(error) && error.code === '55P03')
      return {outcome: 'skipped', reason: lockedBy(blockers), again: true}
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

export const lockedBy = (blockers: readonly Holder[]): string =>
  blockers.length === 0 ? 'locked by another session' : `locked by ${blockers.map(describeHolder).join('; ')}`

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
