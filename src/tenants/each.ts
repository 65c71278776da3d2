import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {connect} from '../postgres/connect.ts'
import {cancelOn} from '../postgres/script/interrupt.ts'

export type EachOptions = {
  /** How many sessions work at once. */
  readonly concurrency: number
  readonly signal?: AbortSignal | undefined
  readonly applicationName?: string
  /** A session that is there already, and works with the others. */
  readonly own?: pg.Client
}

/** A session of its own, and the number of the backend behind it. */
export type Worker = {readonly client: pg.Client; readonly pid: number}

/**
 * Works through items in several sessions. A failure of the work itself ends everything: what concerns one item is for
 * `work` to catch. When the signal comes, running statements are cancelled and no new item is begun.
 */
export async function eachInSessions<T>(
  address: Address,
  items: Iterable<T>,
  {concurrency, signal, applicationName = 'pgplumb tenant', own}: EachOptions,
  work: (worker: Worker, item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  let failed = false
  const session = async (present: pg.Client | undefined): Promise<void> => {
    let next = queue.next()
    if (next.done) return
    const client = present ?? (await connect(address, {applicationName}))
    const release = await cancelOn(client, signal)
    try {
      const {rows} = await client.query<{pid: number}>('SELECT pg_catalog.pg_backend_pid() AS pid')
      for (; !next.done && !failed && !signal?.aborted; next = queue.next())
        await work({client, pid: rows[0]?.pid ?? 0}, next.value)
    } catch (error) {
      failed = true
      throw error
    } finally {
      await release()
      if (client !== own) await client.end().catch(() => {})
    }
  }
  const ended = await Promise.allSettled(
    Array.from({length: Math.max(1, concurrency)}, (_, index) => session(index === 0 ? own : undefined)),
  )
  const broken = ended.find((one) => one.status === 'rejected')
  if (broken) throw broken.reason
}

/** Rolls back whatever is open; where the connection is gone the server has done so. */
export async function rollBack(client: pg.Client): Promise<void> {
  await client.query('ROLLBACK').catch(() => {})
}

/** What is said of an item that the signal kept from being done. */
export const interruption = (): Failure => new Failure('interrupted', 'interrupted; nothing of it was done')
