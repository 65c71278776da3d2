import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import type {Address} from '../../postgres/address.ts'
import {isServerError} from '../../postgres/errors.ts'
import type {Action, OnAction} from '../action.ts'
import {inSession} from '../session.ts'
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
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/**
 * Rebuilds indexes concurrently, one by one, and removes what failed rebuilds left behind.
 * @throws Failure `no_index`, `no_table`
 */
export async function reindex(address: Address, options: ReindexOptions = {}): Promise<readonly Action[]> {
  const {signal, lockTimeout = 30_000, retries = 2} = options
  const actions: Action[] = []
  const tell = async (done: readonly Action[]) => {
    actions.push(...done)
    if (done.length > 0) await options.onAction?.(done)
  }
  await inSession(address, {signal, lockTimeout}, async (client) => {
    await tell(await dropLeftovers(client))
    for (const index of await chooseIndexes(client, {...options, most: options.most ?? 20})) {
      const action = await rebuild(client, index, retries, signal)
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
  client: pg.Client,
  index: IndexCandidate,
  retries: number,
  signal: AbortSignal | undefined,
): Promise<Action> {
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
  for (let tries = 0; ; tries++) {
    try {
      await client.query(`REINDEX INDEX CONCURRENTLY ${index.identity}`)
      return end('done', {after: {bytes: await sizeOf(client, index.identity), deadRows: null}})
    } catch (error) {
      if (!isServerError(error)) throw error
      if (signal?.aborted) return end('stopped')
      if (error.code === '42P01' || error.code === '42704') return end('skipped', {reason: 'dropped meanwhile'})
      const passing = error.code === '55P03' || error.code === '40P01'
      if (!passing) return end('failed', {error: error.message})
      if (tries >= retries) return end('skipped', {reason: 'locked by another session', error: error.message})
      await dropLeftovers(client)
      await sleep(200 * 2 ** tries * (0.5 + Math.random()))
    }
  }
}

/** By name: the rebuilt index is another relation. */
async function sizeOf(client: pg.Client, identity: string): Promise<number> {
  const {rows} = await client.query<{bytes: number}>(
    'SELECT coalesce(pg_relation_size(to_regclass($1)), 0)::float8 AS bytes',
    [identity],
  )
  return rows[0]?.bytes ?? 0
}
