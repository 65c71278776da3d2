import {array, boolean, type InferOutput, nullable, number, object, picklist, string} from 'valibot'

const column = object({
  /** Of the type: bytes; -1 a varlena, -2 a C string. */
  length: number(),
  align: picklist(['c', 's', 'i', 'd']),
  dropped: boolean(),
  /** Average bytes as stored, header included; null where nothing is known. */
  width: nullable(number()),
  nulls: nullable(number()),
  distinct: nullable(number()),
  frequencies: nullable(array(number())),
  /** Bytes, without header, of the most common values, and of the histogram's bounds; of strings only. */
  common: nullable(array(number())),
  bounds: nullable(array(number())),
})
export type ColumnFacts = InferOutput<typeof column>

const common = {
  schema: string(),
  name: string(),
  identity: string(),
  bytes: number(),
  rows: number(),
  fillfactor: number(),
  analyzed: boolean(),
  /** Rows changed since the statistics were taken. */
  modified: number(),
  columns: nullable(array(column)),
}

export const tableFacts = object({...common, pages: number()})
export type TableFacts = InferOutput<typeof tableFacts>

export const indexFacts = object({
  ...common,
  table: string(),
  table_rows: number(),
  unique: boolean(),
  deduplicates: boolean(),
})
export type IndexFacts = InferOutput<typeof indexFacts>

/** Whether too much has changed since the statistics were taken, or none are there, to say anything. */
export const isStale = ({analyzed, modified, rows}: TableFacts | IndexFacts, tableRows = rows): boolean =>
  rows < 0 || !analyzed || modified > 50 + 0.1 * Math.max(0, tableRows)
