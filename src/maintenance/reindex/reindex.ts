import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import type {Address} from '../../postgres/address.ts'
import {isServerError} from '../../postgres/errors.ts'
import {describeHolder} from '../../postgres/holder.ts'
import type {Action, OnAction} from '../action.ts'
import {freeSpace} from '../disk.ts'
import {type Estimate, estimateOf, noTimeLeft} from '../estimate.ts'
import {inSession, type Session, withTraffic} from '../session.ts'
import type {Traffic} from '../traffic.ts'
import {lockedBy} from '../vacuum/batch.ts'
import {chooseIndexes, type IndexCandidate} from './choose.ts'
import {dropLeftovers} from './leftovers.ts'

export type ReindexOptions = {
  readonly indexes?: readonly string[] | undefined
  readonly tables?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
  /** Without names: how many indexes; default 20. */
  readonly most?: number
  /**
   * Milliseconds to wait for other sessions; default 30000. Nobody who reads or writes waits behind a concurrent
   * rebuild, so there is no haste.
   */
  readonly lockTimeout?: number
  /** How often to try again after that; default 2. */
  readonly retries?: number
  /** Identities of those that were done already. */
  readonly except?: ReadonlySet<string> | undefined
  readonly traffic?: Traffic | undefined
  /** When to be done, as of Date.now(): what would take longer is not begun. */
  readonly deadline?: number | null | undefined
  readonly estimate?: Estimate | undefined
  /** Bytes free where the server keeps its data, or null; default: asked of the system where the server is on it. */
  readonly free?: (client: pg.Client) => Promise<number | null>
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/** How many indexes a run without names rebuilds. */
export const MOST = 20

/**
 * Rebuilds indexes concurrently, one by one, and removes what failed rebuilds left behind.
 * @throws Failure `no_index`, `no_table`
 */
export const reindex = (address: Address, options: ReindexOptions = {}): Promise<readonly Action[]> =>
  withTraffic(address, options, (traffic) => reindexIn(address, traffic, options))

async function reindexIn(address: Address, traffic: Traffic, options: ReindexOptions): Promise<readonly Action[]> {
  const {signal, lockTimeout = 30_000} = options
  const actions: Action[] = []
  const tell = async (done: readonly Action[]) => {
    actions.push(...done)
    if (done.length > 0) await options.onAction?.(done)
  }
  await inSession(address, traffic, {signal, lockTimeout}, async (session) => {
    const {client} = session
    await tell(await dropLeftovers(client))
    for (const index of await chooseIndexes(client, {...options, most: options.most ?? MOST})) {
      if (!signal?.aborted) await traffic.clear()
      const action = await rebuild(session, index, {
        ...options,
        free: options.free ?? (() => freeSpace(client, address)),
      })
      await tell([action])
      // A rebuild that fails leaves its half-built index behind.
      if (action.outcome === 'done') continue
      // Who is told to stop waits no longer than that for others.
      if (signal?.aborted) await client.query("SET lock_timeout = '1s'")
      await tell(await dropLeftovers(client))
    }
  })
  return actions
}

async function rebuild(
  {client, watched}: Session,
  index: IndexCandidate,
  options: ReindexOptions & Required<Pick<ReindexOptions, 'free'>>,
): Promise<Action> {
  const {signal, retries = 2, deadline = null} = options
  const startedAt = new Date()
  const start = performance.now()
  const end = async (outcome: Action['outcome'], more: Partial<Action> = {}): Promise<Action> => ({
    task: 'reindex',
    object: index.identity,
    reason: index.reason,
    outcome,
    startedAt,
    ms: performance.now() - start,
    before: {bytes: index.bytes, deadRows: null},
    after: null,
    error: null,
    ...more,
  })
  if (signal?.aborted) return end('stopped')
  if (!index.permitted)
    return end('skipped', {reason: 'this role may not rebuild it: it needs ownership, or MAINTAIN from PostgreSQL 17'})
  if (index.exclusion) return end('skipped', {reason: 'an exclusion constraint cannot be rebuilt concurrently'})
  const late = noTimeLeft(estimateOf(options.estimate, 'reindex', index), deadline)
  if (late !== null) return end('stopped', {reason: late})
  const free = await options.free(client)
  if (free !== null && free < ROOM * index.bytes)
    return end('skipped', {
      reason: `needs about ${megabytes(ROOM * index.bytes)} of disk space, and ${megabytes(free)} are free`,
    })
  for (let tries = 0; ; tries++) {
    const {error, gaveWay, blockers} = await watched(`REINDEX INDEX CONCURRENTLY ${index.identity}`)
    if (error === null) return end('done', {after: {bytes: await sizeOf(client, index.identity), deadRows: null}})
    if (!isServerError(error)) throw error
    if (signal?.aborted) return end('stopped')
    if (error.code === '42P01' || error.code === '42704') return end('skipped', {reason: 'dropped meanwhile'})
    const passing = error.code === '55P03' || error.code === '40P01'
    if (!passing && !gaveWay) return end('failed', {error: error.message})
    if (tries >= retries)
      return end('skipped', {
        reason: gaveWay ? `gave way to ${describeHolder(gaveWay)}` : lockedBy(blockers),
        error: error.message,
      })
    await dropLeftovers(client)
    await sleep(200 * 2 ** tries * (0.5 + Math.random()))
  }
}

/** The new index beside the old one, and the WAL of both. */
const ROOM = 2
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`

/** By name: the rebuilt index is another relation. */
async function sizeOf(client: pg.Client, identity: string): Promise<number> {
  const {rows} = await client.query<{bytes: number}>(
    'SELECT coalesce(pg_relation_size(to_regclass($1)), 0)::float8 AS bytes',
    [identity],
  )
  return rows[0]?.bytes ?? 0
}
