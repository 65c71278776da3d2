import type {Address} from '../../postgres/address.ts'
import {serverVersion} from '../../postgres/version.ts'
import type {Action, OnAction} from '../action.ts'
import {inSession} from '../session.ts'
import {action, type Batch, NOT_PERMITTED, runBatch} from './batch.ts'
import {type Candidate, chooseTables} from './candidates.ts'

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
  /** Milliseconds to wait for a table that is locked; default 1000. */
  readonly lockTimeout?: number
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

// 8 MB: what takes longer is better stopped, throttled and reported by itself.
const SMALL = 8 * 1024 * 1024

/**
 * Vacuums and analyzes the tables that need it. Many small tables go in one statement: each VACUUM command ends
 * with a scan of pg_class under a lock of the database, which for small tables is nearly all it costs.
 * @throws Failure `no_table`
 */
export async function vacuum(address: Address, options: VacuumOptions = {}): Promise<readonly Action[]> {
  const {vacuum: vacuuming = true, analyze = true, signal, lockTimeout = 1000, connections = 2} = options
  const task = vacuuming ? 'vacuum' : 'analyze'
  const actions: Action[] = []
  const tell = async (done: readonly Action[]) => {
    actions.push(...done)
    await options.onAction?.(done)
  }
  const session = {signal, lockTimeout}
  const [chosen, version] = await inSession(address, session, async (client) => [
    await chooseTables(client, {
      vacuum: vacuuming,
      analyze,
      tables: options.tables,
      oids: options.oids,
      schemas: options.schemas,
      all: options.all ?? options.tables !== undefined,
    }),
    await serverVersion(client),
  ])
  const refused = chosen.filter(({permitted}) => !permitted)
  if (refused.length > 0)
    await tell(refused.map((table) => action(table, new Date(), 0, task, {outcome: 'skipped', reason: NOT_PERMITTED})))

  const queue = batches(
    chosen.filter(({permitted}) => permitted),
    vacuuming,
    options.batch ?? 500,
    connections,
  )
  if (queue.length === 0) return actions
  const flags = [...(analyze ? ['ANALYZE'] : []), ...(version >= 160_000 ? ['SKIP_DATABASE_STATS'] : [])]
  const work = () =>
    inSession(address, session, async (client) => {
      while (!signal?.aborted) {
        const batch = queue.shift()
        if (!batch) return
        const partitioned = batch.tables.some((table) => table.partitioned)
        await tell(
          await runBatch(client, batch, {
            task,
            flags: batch.verb === 'VACUUM' ? flags : [],
            // Its partitions are analyzed by themselves.
            only: partitioned && version >= 180_000 ? 'ONLY ' : '',
            signal,
          }),
        )
      }
    })
  const ends = await Promise.allSettled(Array.from({length: Math.min(connections, queue.length)}, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const rest = queue.flatMap(({tables}) => tables)
  if (rest.length > 0) await tell(rest.map((table) => action(table, new Date(), 0, task, {outcome: 'stopped'})))
  if (vacuuming && version >= 160_000 && !signal?.aborted)
    await inSession(address, session, (client) => client.query('VACUUM (ONLY_DATABASE_STATS)'))
  return actions
}

/** Large tables singly, first; then the small ones, spread over the connections; then partitioned ones. */
function batches(tables: readonly Candidate[], vacuuming: boolean, size: number, connections: number): Batch[] {
  const verb = vacuuming ? 'VACUUM' : 'ANALYZE'
  const plain = tables.filter(({partitioned}) => !partitioned)
  const small = plain.filter(({bytes}) => bytes <= SMALL)
  const step = Math.max(1, Math.min(size, Math.ceil(small.length / connections)))
  const queue: Batch[] = plain.filter(({bytes}) => bytes > SMALL).map((table) => ({verb, tables: [table]}))
  for (let at = 0; at < small.length; at += step) queue.push({verb, tables: small.slice(at, at + step)})
  for (const table of tables.filter(({partitioned}) => partitioned)) queue.push({verb: 'ANALYZE', tables: [table]})
  return queue
}
