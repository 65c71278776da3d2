import type pg from 'pg'
import {array, parse} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
import {expectedIndexBytes} from './btree.ts'
import {indexFacts, tableFacts} from './facts.ts'
import {expectedTableBytes} from './table.ts'

/** How large something is, and how large it would be after a rewrite. */
export type Bloat = {
  readonly kind: 'table' | 'index'
  readonly schema: string
  readonly name: string
  /** `public.users`, quoted as SQL needs it. */
  readonly identity: string
  readonly table: string
  readonly bytes: number
  /** Null where the statistics are missing, stale, or do not say. */
  readonly expected: number | null
}

export type BloatOptions = {
  /** Bytes: smaller relations are not looked at; default 1 MB. */
  readonly atLeast?: number
  readonly schemas?: readonly string[] | null | undefined
}

/** Bytes that a rewrite would give back. */
export const wasted = ({bytes, expected}: Pick<Bloat, 'bytes' | 'expected'>): number =>
  expected === null ? 0 : Math.max(0, bytes - expected)

/** The share that a rewrite would give back, from 0 to 1; null where it is not known. */
export const shareOf = (bloat: Pick<Bloat, 'bytes' | 'expected'>): number | null =>
  bloat.expected === null || bloat.bytes === 0 ? null : wasted(bloat) / bloat.bytes

const LEAST_SHARE = 0.3
const LEAST_BYTES = 1024 * 1024

/** Whether a rewrite is worth its work: at least 30 % and 1 MB would be given back. */
export const isBloated = (bloat: Pick<Bloat, 'bytes' | 'expected'>): boolean =>
  (shareOf(bloat) ?? 0) >= LEAST_SHARE && wasted(bloat) >= LEAST_BYTES

/** A share as people read it: `62 % of it is bloat, about 40.1 MB`. */
export const bloatInWords = (bloat: Pick<Bloat, 'bytes' | 'expected'>): string =>
  `${Math.round((shareOf(bloat) ?? 0) * 100)} % of it is bloat, about ${(wasted(bloat) / 1024 / 1024).toFixed(1)} MB`

/** Indexes (B-trees), as they are and as they would be. */
export async function indexBloat(client: pg.Client, options: BloatOptions = {}): Promise<readonly Bloat[]> {
  const {blockSize, values} = await parameters(client, options)
  const {rows} = await client.query(await readSql('maintenance/index-facts.sql'), values)
  return parse(array(indexFacts), rows).map((facts) => ({
    kind: 'index' as const,
    schema: facts.schema,
    name: facts.name,
    identity: facts.identity,
    table: facts.table,
    bytes: facts.bytes,
    expected: expectedIndexBytes(facts, blockSize),
  }))
}

/** Tables without their TOAST, as they are and as they would be. */
export async function tableBloat(client: pg.Client, options: BloatOptions = {}): Promise<readonly Bloat[]> {
  const {blockSize, values} = await parameters(client, options)
  const {rows} = await client.query(await readSql('maintenance/table-facts.sql'), values)
  return parse(array(tableFacts), rows).map((facts) => ({
    kind: 'table' as const,
    schema: facts.schema,
    name: facts.name,
    identity: facts.identity,
    table: facts.identity,
    bytes: facts.bytes,
    expected: expectedTableBytes(facts, blockSize),
  }))
}

async function parameters(client: pg.Client, {atLeast = 1024 * 1024, schemas = null}: BloatOptions) {
  const {rows} = await client.query<{size: number}>("SELECT current_setting('block_size')::int AS size")
  const blockSize = rows[0]?.size ?? 8192
  return {blockSize, values: [Math.floor(atLeast / blockSize), schemas]}
}
