import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  pid: number(),
  user: string(),
  application: string(),
  client: string(),
  state: string(),
  /** Seconds since the transaction began. */
  transaction: nullable(number()),
  /** Seconds since the statement began. */
  query_for: nullable(number()),
  waits_for: nullable(string()),
  /** Of how many transactions VACUUM has to keep the dead rows for it. */
  holds_back: nullable(number()),
  /** The schemas of the tables it has locked, where a transaction is open. */
  schemas: nullable(string()),
  query: string(),
})
export type Activity = InferOutput<typeof shape>

/** Sessions that do something, or keep others from it: the longest transaction first. */
export const activity = (client: pg.Client, limit = SHOWN): Promise<readonly Activity[]> =>
  readRows(client, 'activity', shape, [limit])
