import type pg from 'pg'
import {keepAlive} from '../../fleet/keepalive.ts'
import {connect} from '../../postgres/connect.ts'
import {isConnectionLost, isServerError} from '../../postgres/errors.ts'
import {type Opened, openDatabase} from '../open.ts'
import type {Workspace} from '../workspace.ts'

/** The databases that a worker works in, and its sessions there, which go from job to job. */
export type Shards = {
  /** Asks the server who it is, once. */
  readonly open: (shard: string) => Promise<Opened>
  /** Works in a session that is nobody else's meanwhile. */
  readonly use: <T>(shard: string, work: (client: pg.Client, opened: Opened) => Promise<T>) => Promise<T>
  readonly end: () => Promise<void>
}

async function session({address}: Opened): Promise<pg.Client> {
  const client = await connect(address, {applicationName: 'pgplumb fleet work'})
  await keepAlive(client)
  return client
}

export function shardsFor(workspace: Workspace): Shards {
  const opened = new Map<string, Promise<Opened>>()
  const idle = new Map<string, pg.Client[]>()
  const open = (shard: string): Promise<Opened> => {
    const known = opened.get(shard) ?? openDatabase(workspace, shard)
    opened.set(shard, known)
    // A server that did not answer is asked again by the next job.
    known.catch(() => opened.delete(shard))
    return known
  }
  return {
    open,
    use: async (shard, work) => {
      const place = await open(shard)
      const spare = idle.get(shard) ?? []
      idle.set(shard, spare)
      const client = spare.pop() ?? (await session(place))
      try {
        const result = await work(client, place)
        spare.push(client)
        return result
      } catch (error) {
        // What state the session is in nobody knows.
        await client.end().catch(() => {})
        if (isConnectionLost(error) || isServerError(error)) opened.delete(shard)
        throw error
      }
    },
    end: async () => {
      await Promise.all([...idle.values()].flat().map((client) => client.end().catch(() => {})))
    },
  }
}
