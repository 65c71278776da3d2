import {keepAlive} from '../../fleet/keepalive.ts'
import {orUnfit} from '../../fleet/unfit.ts'
import {connect} from '../../postgres/connect.ts'
import type {PgDumpChoice} from '../../postgres/pg-dump/choice.ts'
import type {Worker} from '../../tenants/each.ts'
import {type Opened, openDatabase} from '../open.ts'
import {pgDumpOf} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'

/** The databases that a worker works in, and its sessions there, which go from job to job. */
export type Shards = {
  /** Asks the server who it is, once. */
  readonly open: (shard: string) => Promise<Opened>
  readonly pgDump: (shard: string) => Promise<PgDumpChoice>
  /** Works in a session that is nobody else's meanwhile. */
  readonly use: <T>(shard: string, work: (worker: Worker, opened: Opened) => Promise<T>) => Promise<T>
  readonly end: () => Promise<void>
}

async function session({address}: Opened): Promise<Worker> {
  const client = await connect(address, {applicationName: 'pgplumb fleet work'})
  await keepAlive(client)
  const {rows} = await client.query<{pid: number}>('SELECT pg_catalog.pg_backend_pid() AS pid')
  return {client, pid: rows[0]?.pid ?? 0}
}

export function shardsFor(workspace: Workspace): Shards {
  const opened = new Map<string, Promise<Opened>>()
  const idle = new Map<string, Worker[]>()
  const open = (shard: string): Promise<Opened> => {
    const known = opened.get(shard) ?? orUnfit(() => openDatabase(workspace, shard))
    opened.set(shard, known)
    // A server that did not answer is asked again by the next job.
    known.catch(() => opened.delete(shard))
    return known
  }
  return {
    open,
    pgDump: async (shard) => {
      const place = await open(shard)
      return orUnfit(() => pgDumpOf(workspace, place))
    },
    use: async (shard, work) => {
      const place = await open(shard)
      const spare = idle.get(shard) ?? []
      idle.set(shard, spare)
      const worker = spare.pop() ?? (await session(place))
      try {
        const result = await work(worker, place)
        spare.push(worker)
        return result
      } catch (error) {
        // What state the session is in nobody knows.
        await worker.client.end().catch(() => {})
        throw error
      }
    },
    end: async () => {
      await Promise.all([...idle.values()].flat().map(({client}) => client.end().catch(() => {})))
    },
  }
}
