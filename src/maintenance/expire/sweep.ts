import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {serverVersion} from '../../postgres/version.ts'
import {type Archive, returning} from './archive.ts'
import {deleteBatch} from './delete.ts'
import {nextSize, type PaceOptions, type Progress} from './pace.ts'
import type {Expired} from './rule.ts'

type Range = {readonly from: number; readonly to: number}

const TRIES = 3

/**
 * Deletes along the heap, a range of blocks at a time: each page is read and written once, whatever the order of
 * the rows, and an old snapshot elsewhere does not make it slower.
 */
export async function sweep(
  client: pg.Client,
  leaf: {readonly identity: string; readonly pages: number},
  expired: Expired,
  archive: Archive,
  options: PaceOptions,
): Promise<Progress> {
  const first = expired.values.length + 1
  const place = (await serverVersion(client)) < 140_000 ? eachPlace(first) : blocks(first)
  const gone = `DELETE FROM ONLY ${leaf.identity} AS gone_row
    WHERE ${place} AND ${expired.sql}${returning(archive)}`
  const sql =
    archive.kind === 'table'
      ? `WITH gone AS (${gone}) INSERT INTO ${archive.identity} (${archive.columns}) SELECT ${archive.columns} FROM gone`
      : gone
  let size = 16
  let [deleted, batches, longestMs] = [0, 0, 0]
  let [todo, busy]: [Range[], Range[]] = [[{from: 0, to: leaf.pages}], []]
  for (let tries = 0; tries < TRIES && todo.length > 0; tries++) {
    for (let range = todo.shift(); range; range = todo.shift()) {
      if (options.signal?.aborted) return {deleted, batches, longestMs, left: [], stopped: true}
      await options.clear?.()
      const to = Math.min(range.from + size, range.to)
      if (to < range.to) todo.unshift({from: to, to: range.to})
      const start = performance.now()
      const result = await deleteBatch(
        client,
        leaf.identity,
        sql,
        [...expired.values, `(${range.from},0)`, `(${to},0)`],
        archive,
      )
      const ms = performance.now() - start
      if (result) {
        deleted += result.rowCount ?? 0
        batches++
        longestMs = Math.max(longestMs, ms)
        size = nextSize(size, ms, options.target, 10_000)
        options.onProgress?.(deleted)
      } else busy.push({from: range.from, to})
      if (options.rest > 0) await sleep(ms * options.rest)
    }
    ;[todo, busy] = [busy, []]
  }
  return {deleted, batches, longestMs, left: todo.map(({from, to}) => `blocks ${from} to ${to - 1}`), stopped: false}
}

/** From the beginning of block $first to that of the next parameter. */
const blocks = (first: number): string => `ctid >= $${first}::tid AND ctid < $${first + 1}::tid`

/** Before 14 the server reads no range of blocks but the whole table: all places of these blocks are named. */
const eachPlace = (first: number): string =>
  `ctid = ANY (ARRAY(SELECT pg_catalog.format('(%s,%s)', block, item)::tid
     FROM generate_series(($${first}::text::point)[0]::bigint, ($${first + 1}::text::point)[0]::bigint - 1) AS block,
          generate_series(1, ${ITEMS_ON_A_PAGE}) AS item))`

/** MaxHeapTuplesPerPage, of pages of 8 kB. */
const ITEMS_ON_A_PAGE = 291
