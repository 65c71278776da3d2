import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  identity: string(),
  /** Pages found in shared_buffers, and read from elsewhere, of the table and its indexes. */
  hits: number(),
  reads: number(),
  /** From 0 to 1, of the pages of the table and of its indexes. */
  heap: nullable(number()),
  indexes: nullable(number()),
  bytes: number(),
  seq_scans: number(),
  index_scans: number(),
})
export type CacheUse = InferOutput<typeof shape>

/** How often tables and their indexes were found in shared_buffers; those read most from elsewhere first. */
export const cache = (client: pg.Client, limit = SHOWN): Promise<readonly CacheUse[]> =>
  readRows(client, 'cache', shape, [limit])
