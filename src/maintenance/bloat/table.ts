import {isStale, type TableFacts} from './facts.ts'
import {align, tupleSizes} from './tuple.ts'

const PAGE_HEADER = 24
const LINE_POINTER = 4
const TUPLE_HEADER = 23

/**
 * Bytes that the table (without TOAST) would have after a rewrite; null where its statistics do not say.
 * https://www.postgresql.org/docs/current/storage-page-layout.html
 */
export function expectedTableBytes(facts: TableFacts, blockSize: number): number | null {
  if (isStale(facts) || !facts.columns) return null
  // Where the file is another size than when the rows were counted, the count is of another time.
  if (Math.abs(facts.bytes / blockSize - facts.pages) > 10 + 0.1 * facts.pages) return null
  if (facts.rows === 0) return 0
  const sizes = tupleSizes(facts.columns, {
    plain: align(TUPLE_HEADER),
    withNulls: align(TUPLE_HEADER + Math.ceil(facts.columns.length / 8)),
  })
  if (!sizes) return null
  const room = blockSize - PAGE_HEADER - Math.floor((blockSize * (100 - facts.fillfactor)) / 100)
  const each = sizes.mean + LINE_POINTER
  // Where sizes vary, half a row is left over at the end of a page.
  const perPage = sizes.varies ? (room - sizes.mean / 2) / each : Math.floor(room / each)
  return Math.ceil(facts.rows / Math.max(1, perPage)) * blockSize
}
