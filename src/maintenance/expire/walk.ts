import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {type Archive, returning} from './archive.ts'
import {deleteBatch} from './delete.ts'
import {nextSize, type PaceOptions, type Progress} from './pace.ts'

type Key = {readonly column: string; readonly type: string}

/**
 * Deletes along an index on the rule's column. The watermark keeps it from reading the index entries of rows
 * that are gone, but that an old snapshot elsewhere still keeps, again and again.
 */
export async function walk(
  client: pg.Client,
  leaf: {readonly identity: string},
  key: Key,
  {cutoff, also, archive}: {readonly cutoff: string; readonly also: string; readonly archive: Archive},
  options: PaceOptions,
): Promise<Progress> {
  const kept =
    archive.kind === 'table'
      ? `,
         kept AS (INSERT INTO ${archive.identity} (${archive.columns}) SELECT ${archive.columns} FROM gone)`
      : ''
  const sql = (compare: '>=' | '>') => `
    WITH batch AS MATERIALIZED (
           SELECT ctid AS place, ${key.column} AS key FROM ONLY ${leaf.identity}
            WHERE ${key.column} ${compare} $2::${key.type} AND ${key.column} < $1::${key.type} AND ${also}
            ORDER BY ${key.column} LIMIT $3),
         gone AS (
           DELETE FROM ONLY ${leaf.identity} AS gone_row
            WHERE ctid = ANY (ARRAY(SELECT place FROM batch)) AND ${key.column} < $1::${key.type} AND ${also}
           ${returning(archive) || 'RETURNING 1'})${kept}
    SELECT (SELECT count(*)::int FROM batch) AS seen, (SELECT count(*)::int FROM gone) AS deleted,
           (SELECT max(key)::text FROM batch) AS last${archive.kind === 'file' ? ', (SELECT jsonb_agg(row) FROM gone) AS rows' : ''}`
  let [size, deleted, batches, longestMs, watermark] = [1000, 0, 0, 0, '-infinity']
  let compare: '>=' | '>' = '>='
  const left: string[] = []
  for (let busy = 0; ; ) {
    await options.clear?.()
    if (options.signal?.aborted) return {deleted, batches, longestMs, left, stopped: true}
    const start = performance.now()
    const result = await deleteBatch(client, leaf.identity, sql(compare), [cutoff, watermark, size], archive)
    const ms = performance.now() - start
    const row: {seen: number; deleted: number; last: string | null} | undefined = result?.rows[0]
    if (row) {
      busy = 0
      deleted += row.deleted
      batches++
      longestMs = Math.max(longestMs, ms)
      if (row.seen < size || row.last === null) return {deleted, batches, longestMs, left, stopped: false}
      // Rows of one key that could not be deleted fill a batch: go past them.
      compare = row.deleted === 0 && row.last === watermark ? '>' : '>='
      watermark = row.last
      size = nextSize(size, ms, options.target, 20_000)
      options.onProgress?.(deleted)
    } else if (++busy === 5) {
      left.push(`from ${watermark}`)
      return {deleted, batches, longestMs, left, stopped: false}
    } else {
      // A smaller batch has fewer rows that another session may hold.
      size = Math.max(1, Math.floor(size / 4))
    }
    await sleep(ms * options.rest)
  }
}
