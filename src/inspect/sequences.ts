import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  identity: string(),
  /** The column it fills, and its type. */
  column: nullable(string()),
  type: nullable(string()),
  last: number(),
  most: number(),
  /** From 0 to 1. */
  share: number(),
})
export type SequenceUse = InferOutput<typeof shape>

/** How much of each sequence is used, by its own limit and the type of its column; the fullest first. */
export const sequences = (client: pg.Client, limit = SHOWN): Promise<readonly SequenceUse[]> =>
  readRows(client, 'sequences', shape, [limit])
