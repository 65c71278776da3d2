import type pg from 'pg'
import {type Enqueued, enqueue, type Wanted} from '../../fleet/enqueue.ts'
import {ensureQueue, openQueue} from '../../fleet/queue.ts'
import type {Member} from '../../fleet/run.ts'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {openDatabase} from '../open.ts'
import {schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'

/** The database of the queue, as the config says. */
export async function queueAddress(workspace: Workspace): Promise<Address> {
  const {address} = await openDatabase(workspace, schemaTenancy(workspace).queue)
  return address
}

/** What `fleet migrate`, `create`, `drift` and `maintain` put on the queue. */
export type Queued = {
  /** Null where there was nothing to do. */
  readonly run: number | null
  readonly added: number
  readonly known: number
  readonly joined: boolean
  /** Tenants for which there is nothing to do. */
  readonly current: number
  readonly shards: readonly string[]
}

type Found = {readonly current?: number; readonly shards: readonly string[]}

/** Puts it on the queue, unless there is nothing to do. */
export async function put(workspace: Workspace, wanted: Wanted, {current = 0, shards}: Found): Promise<Queued> {
  if (wanted.stages.every((stage) => stage.length === 0))
    return {run: null, added: 0, known: 0, joined: false, current, shards}
  const address = await queueAddress(workspace)
  await ensureQueue(address)
  const enqueued: Enqueued = await withConnection(address, (client) => enqueue(client, wanted))
  return {...enqueued, current, shards}
}

/**
 * Works in a session of the queue's database.
 * @throws Failure `no_queue`
 */
export async function inQueue<T>(workspace: Workspace, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const address = await queueAddress(workspace)
  return withConnection(address, async (client) => {
    await openQueue(client, address.database)
    return work(client)
  })
}

export const groupByShard = (members: readonly Member[]): ReadonlyMap<string, readonly Member[]> =>
  members.reduce(
    (groups, member) => groups.set(member.shard, [...(groups.get(member.shard) ?? []), member]),
    new Map<string, Member[]>(),
  )
