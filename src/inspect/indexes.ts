import type pg from 'pg'
import {type InferOutput, nullable, number, object, picklist, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  identity: string(),
  table: string(),
  bytes: number(),
  scans: number(),
  /** Rows written to the table that had to be written to the index, too. */
  writes: number(),
  problem: picklist(['invalid', 'duplicate', 'unused']),
  /** The index that it is the same as. */
  twin: nullable(string()),
  /** For how many seconds use has been counted; null: since the database was made. */
  observed: nullable(number()),
})
export type IndexProblem = InferOutput<typeof shape>

const tenantShape = object({
  schema: string(),
  indexes: number(),
  bytes: number(),
  scans: number(),
  /** Index entries that these scans read. */
  entries: number(),
  unused: number(),
  unused_bytes: number(),
  /** Scans of whole tables, and the rows that they read. */
  seq_scans: number(),
  seq_rows: number(),
  /** Rows written to tables that had to be written to their indexes, too. */
  writes: number(),
})
export type TenantIndexes = InferOutput<typeof tenantShape>

/** How the indexes of each schema are used. */
export const indexesByTenant = (client: pg.Client, limit = SHOWN): Promise<readonly TenantIndexes[]> =>
  readRows(client, 'indexes-by-tenant', tenantShape, [limit])

/** Indexes that are invalid, the same as another, or never used; that a standby may use one is not known here. */
export const indexes = (client: pg.Client, limit = SHOWN): Promise<readonly IndexProblem[]> =>
  readRows(client, 'indexes', shape, [limit])
