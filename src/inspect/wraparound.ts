import type pg from 'pg'
import {date, type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const table = object({
  identity: string(),
  /** How many transactions old the oldest row is. */
  xids: number(),
  mxids: number(),
  /** Of the way to the vacuum that cannot be put off, 1 is there; the server stops at about ten times that. */
  share: number(),
  bytes: number(),
  vacuumed: nullable(date()),
})
const holder = object({kind: string(), name: nullable(string()), age: number(), since: nullable(date())})

export type Wraparound = {
  readonly tables: readonly InferOutput<typeof table>[]
  /** What keeps VACUUM from removing and freezing rows, the oldest first. */
  readonly holders: readonly InferOutput<typeof holder>[]
}

/** How far it is to transaction id wraparound, and what is in the way of going back. */
export const wraparound = async (client: pg.Client, limit = SHOWN): Promise<Wraparound> => ({
  tables: await readRows(client, 'wraparound', table, [limit]),
  holders: await readRows(client, 'xmin-holders', holder, []),
})
