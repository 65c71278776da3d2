import type {Address} from '../../postgres/address.ts'
import {serverVersion} from '../../postgres/version.ts'
import type {Action, OnAction} from '../action.ts'
import {type Estimate, estimateOf, noTimeLeft} from '../estimate.ts'
import {inSession, type SessionOptions, withTraffic} from '../session.ts'
import type {Traffic} from '../traffic.ts'
import {action, type Batch, NOT_PERMITTED, runBatch} from './batch.ts'
import {AGE, type Candidate, type Choice, chooseTables} from './candidates.ts'

export type VacuumOptions = {
  /** Default true. */
  readonly vacuum?: boolean
  /** Default true; alone it is the task `analyze`. */
  readonly analyze?: boolean
  /** `public.users`, `users`, `tenant_*.events`; naming tables asks for them whether they need it or not. */
  readonly tables?: readonly string[] | undefined
  /** The same by oid, for a caller that has them. */
  readonly oids?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
  /** Also those without need. */
  readonly all?: boolean
  /** Default 2: more do not help, they wait for the same lock on pg_class. */
  readonly connections?: number
  /** How many small tables a statement; default 500. */
  readonly batch?: number
  /** Only those whose age nears wraparound. */
  readonly urgent?: boolean | undefined
  /** Identities of those that were done already. */
  readonly except?: ReadonlySet<string> | undefined
  /** Milliseconds to wait for a table that is locked; default 1000. */
  readonly lockTimeout?: number
  /** How often to try again after that; default 2. */
  readonly retries?: number
  /** Milliseconds; default 0, as VACUUM itself has it. */
  readonly costDelay?: number | undefined
  readonly traffic?: Traffic | undefined
  /** When to be done, as of Date.now(): what would take longer is not begun. */
  readonly deadline?: number | null | undefined
  readonly estimate?: Estimate | undefined
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

// 8 MB: what takes longer is better stopped, throttled and reported by itself.
const SMALL = 8 * 1024 * 1024

/** What `vacuum` looks at to choose. */
export const choiceOf = (options: VacuumOptions): Choice => ({
  vacuum: options.vacuum ?? true,
  analyze: options.analyze ?? true,
  tables: options.tables,
  oids: options.oids,
  schemas: options.schemas,
  all: options.all ?? options.tables !== undefined,
  urgent: options.urgent,
  except: options.except,
})

/**
 * Vacuums and analyzes the tables that need it. Many small tables go in one statement: each VACUUM command ends
 * with a scan of pg_class under a lock of the database, which for small tables is nearly all it costs.
 * @throws Failure `no_table`
 */
export const vacuum = (address: Address, options: VacuumOptions = {}): Promise<readonly Action[]> =>
  withTraffic(address, options, (traffic) => vacuumIn(address, traffic, options))

async function vacuumIn(address: Address, traffic: Traffic, options: VacuumOptions): Promise<readonly Action[]> {
  const {signal, lockTimeout = 1000, connections = 2, deadline = null} = options
  const choice = choiceOf(options)
  const task = choice.vacuum ? 'vacuum' : 'analyze'
  const actions: Action[] = []
  const tell = async (done: readonly Action[]) => {
    actions.push(...done)
    await options.onAction?.(done)
  }
  const session: SessionOptions = {signal, lockTimeout, costDelay: options.costDelay ?? 0}
  const [chosen, version] = await inSession(address, traffic, session, async ({client}) => [
    await chooseTables(client, choice),
    await serverVersion(client),
  ])
  const refused = chosen.filter(({permitted}) => !permitted)
  if (refused.length > 0)
    await tell(refused.map((table) => action(table, new Date(), 0, task, {outcome: 'skipped', reason: NOT_PERMITTED})))

  const queue = batches(
    chosen.filter(({permitted}) => permitted),
    choice.vacuum,
    options.batch ?? 500,
    connections,
  )
  if (queue.length === 0) return actions
  const flags = [...(choice.analyze ? ['ANALYZE'] : []), ...(version >= 160_000 ? ['SKIP_DATABASE_STATS'] : [])]
  let recorded: Promise<void> = Promise.resolve()
  /** Waits only until what was done before is recorded: meanwhile the next batch is at work. */
  const record = (done: readonly Action[]): Promise<void> => {
    const before = recorded
    recorded = before.then(() => tell(done))
    recorded.catch(() => {})
    return before
  }
  const work = () =>
    inSession(address, traffic, session, async (worker) => {
      while (!signal?.aborted) {
        const batch = queue.shift()
        if (!batch) return
        const needs = batch.tables.reduce((sum, table) => sum + estimateOf(options.estimate, task, table), 0)
        const late = noTimeLeft(needs, deadline)
        if (late !== null) {
          await tell(
            batch.tables.map((table) => action(table, new Date(), 0, task, {outcome: 'stopped', reason: late})),
          )
          continue
        }
        await traffic.clear()
        const partitioned = batch.tables.some((table) => table.partitioned)
        const done = await runBatch(worker, batch, {
          task,
          flags: batch.verb === 'VACUUM' ? [...(batch.freeze ? ['FREEZE'] : []), ...flags] : [],
          // Its partitions are analyzed by themselves.
          only: partitioned && version >= 180_000 ? 'ONLY ' : '',
          retries: options.retries ?? 2,
          signal,
        })
        await record(done)
      }
    })
  const ends = await Promise.allSettled(Array.from({length: Math.min(connections, queue.length)}, work))
  for (const end of [...ends, ...(await Promise.allSettled([recorded]))])
    if (end.status === 'rejected') throw end.reason
  const rest = queue.flatMap(({tables}) => tables)
  if (rest.length > 0) await tell(rest.map((table) => action(table, new Date(), 0, task, {outcome: 'stopped'})))
  if (choice.vacuum && version >= 160_000 && !signal?.aborted)
    await inSession(address, traffic, session, ({client}) => client.query('VACUUM (ONLY_DATABASE_STATS)'))
  return actions
}

/** Large tables singly, first; then the small ones, spread over the connections; then partitioned ones. Old ones lead. */
function batches(tables: readonly Candidate[], vacuuming: boolean, size: number, connections: number): Batch[] {
  const plain = tables.filter(({partitioned}) => !partitioned)
  const [old, others] = [plain.filter(({reason}) => reason === AGE), plain.filter(({reason}) => reason !== AGE)]
  const partitioned = tables.filter((table) => table.partitioned)
  const verb = vacuuming ? 'VACUUM' : 'ANALYZE'
  return [
    ...cut(old, size, connections).map((part): Batch => ({verb, tables: part, freeze: true})),
    ...cut(others, size, connections).map((part): Batch => ({verb, tables: part, freeze: false})),
    ...partitioned.map((table): Batch => ({verb: 'ANALYZE', tables: [table], freeze: false})),
  ]
}

function cut(tables: readonly Candidate[], size: number, connections: number): (readonly Candidate[])[] {
  const small = tables.filter(({bytes}) => bytes <= SMALL)
  const step = Math.max(1, Math.min(size, Math.ceil(small.length / connections)))
  const parts: (readonly Candidate[])[] = tables.filter(({bytes}) => bytes > SMALL).map((table) => [table])
  for (let at = 0; at < small.length; at += step) parts.push(small.slice(at, at + step))
  return parts
}
