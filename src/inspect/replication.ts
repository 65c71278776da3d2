import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  name: string(),
  kind: string(),
  /** `streaming` …, or `not connected`. */
  state: string(),
  sync_state: nullable(string()),
  client: nullable(string()),
  slot: nullable(string()),
  /** Seconds; null where nothing is waited for. */
  lag: nullable(number()),
  /** Bytes of WAL that it has not replayed yet. */
  behind: nullable(number()),
  /** Bytes of WAL that the server keeps for its slot. */
  kept: nullable(number()),
})
export type Standby = InferOutput<typeof shape>

/** Standbys and subscribers, connected or only expected by their slot. */
export const replication = (client: pg.Client, limit = SHOWN): Promise<readonly Standby[]> =>
  readRows(client, 'replication', shape, [limit])
