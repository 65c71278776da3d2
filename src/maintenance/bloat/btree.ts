import {type IndexFacts, isStale} from './facts.ts'
import {align, tupleSizes} from './tuple.ts'

const PAGE_HEADER = 24
const SPECIAL = 16
const LINE_POINTER = 4
const TID = 6
/** Of inner pages; leaves have the index's own. */
const INNER_FILLFACTOR = 70
const HEADER = {plain: 8, withNulls: 16}

/** Equal keys: how many there are such, and rows of each. */
type Group = {readonly keys: number; readonly each: number; readonly keySize: number}

/**
 * Bytes that a B-tree would have after a rebuild, deduplication included; null where the statistics do not say.
 * Follows src/backend/access/nbtree/nbtsort.c: a leaf is filled up to its fillfactor, and equal keys share a tuple of up
 * to a tenth of a page.
 */
export function expectedIndexBytes(facts: IndexFacts, blockSize: number): number | null {
  if (isStale(facts, facts.table_rows) || !facts.columns) return null
  if (facts.rows === 0) return blockSize
  // Of a single column, NULLs are a group of their own, without a key.
  const keyed = facts.columns.length === 1 ? facts.columns.map((column) => ({...column, nulls: 0})) : facts.columns
  const key = facts.columns[0]?.nulls == null ? null : tupleSizes(keyed, HEADER)
  if (!key) return null
  const room = blockSize - PAGE_HEADER - SPECIAL - 2 * LINE_POINTER
  const free = (fillfactor: number) => Math.floor((blockSize * (100 - fillfactor)) / 100)
  const leafRoom = room - free(facts.fillfactor)
  const leaves = facts.deduplicates
    ? postingPages(groupsOf(facts, key.mean), {blockSize, leafRoom})
    : facts.rows / perPage(leafRoom, key.mean, key.varies)
  let [pages, level] = [1 + Math.ceil(leaves), Math.ceil(leaves)]
  const fanout = perPage(room - free(INNER_FILLFACTOR), key.mean, key.varies)
  while (level > 1) {
    level = Math.ceil(level / Math.max(2, fanout))
    pages += level
  }
  return pages * blockSize
}

const perPage = (room: number, size: number, varies: boolean): number =>
  Math.max(1, varies ? room / (size + LINE_POINTER) - 0.5 : Math.floor(room / (size + LINE_POINTER)))

/** The leaves that tuples with lists of row addresses fill. */
function postingPages(
  groups: readonly Group[],
  {blockSize, leafRoom}: {readonly blockSize: number; readonly leafRoom: number},
): number {
  const largest = Math.floor((Math.floor((blockSize * 10) / 100 / 8) * 8 - LINE_POINTER) / 8) * 8
  let pages = 0
  for (const {keys, each, keySize} of groups) {
    const most = Math.max(1, Math.floor((largest - align(keySize)) / TID))
    const full = Math.floor(each / most)
    const rest = each - full * most
    // Of one row the tuple is a plain one; with two it has a list.
    const last = rest <= 1 ? keySize : rest < 2 ? keySize + (rest - 1) * 16 : align(keySize + rest * TID)
    for (const [count, size] of [
      [keys * full, align(keySize + most * TID - 7)],
      [rest > 0 ? keys : 0, last],
    ] as const) {
      // The list of the tuple that ends a page does not count towards its fillfactor.
      const extra = Math.max(0, size - keySize)
      pages += count / Math.max(1, Math.floor((leafRoom + extra) / (size + LINE_POINTER)))
    }
  }
  return pages
}

/** How the rows fall into groups of equal keys. */
function groupsOf({columns, rows, table_rows, unique}: IndexFacts, keySize: number): Group[] {
  const nulls = columns?.length === 1 ? (columns[0]?.nulls ?? 0) : 0
  const present = rows * (1 - nulls)
  const nullGroup: Group[] = nulls > 0 ? [{keys: 1, each: rows * nulls, keySize: HEADER.withNulls}] : []
  if (unique) return [...nullGroup, {keys: present, each: 1, keySize}]
  const distinct = Math.min(
    present,
    (columns ?? []).reduce((product, column) => product * distinctOf(column.distinct, table_rows), 1),
  )
  const frequencies = (columns?.length === 1 ? columns[0]?.frequencies : null) ?? []
  const frequent = frequencies.map((share): Group => ({keys: 1, each: share * rows, keySize}))
  const others = Math.max(0, distinct - frequent.length)
  const left = Math.max(0, present - frequent.reduce((sum, {each}) => sum + each, 0))
  // Where every value is among the most common ones, what is missing of them is rounding.
  const seldom: Group[] = others >= 1 && left > 0 ? [{keys: others, each: Math.max(1, left / others), keySize}] : []
  return [...nullGroup, ...frequent, ...seldom]
}

const distinctOf = (distinct: number | null, rows: number): number =>
  Math.max(1, distinct === null ? rows : distinct < 0 ? -distinct * rows : distinct)
