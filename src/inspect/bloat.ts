import type pg from 'pg'
import {type Bloat, indexBloat, shareOf, tableBloat, wasted} from '../maintenance/bloat/read.ts'
import {SHOWN} from './session.ts'

export type BloatLine = {
  readonly kind: 'table' | 'index'
  readonly identity: string
  readonly table: string
  readonly bytes: number
  /** Bytes that a rewrite would give back. */
  readonly wasted: number
  /** From 0 to 1. */
  readonly share: number
  /** What gives them back. */
  readonly cure: string
}

export type BloatReport = {
  readonly lines: readonly BloatLine[]
  /** Of how many nothing is said, for their statistics are missing, stale, or hidden from this role. */
  readonly unknown: number
}

export type BloatOptions = {
  readonly limit?: number
  readonly schemas?: readonly string[] | null
  /** Bytes: smaller relations are not looked at; default 1 MB. */
  readonly atLeast?: number
}

/** Tables and B-tree indexes of which a rewrite would give back the most. */
export async function bloat(client: pg.Client, options: BloatOptions = {}): Promise<BloatReport> {
  const all = [...(await tableBloat(client, options)), ...(await indexBloat(client, options))]
  const repack = await hasRepack(client)
  const lines = all
    .flatMap((one) => {
      const share = shareOf(one)
      return share === null || wasted(one) === 0 ? [] : [{...line(one, repack), share}]
    })
    .sort((a, b) => b.wasted - a.wasted)
  return {lines: lines.slice(0, options.limit ?? SHOWN), unknown: all.filter(({expected}) => expected === null).length}
}

const line = (one: Bloat, repack: boolean): Omit<BloatLine, 'share'> => ({
  kind: one.kind,
  identity: one.identity,
  table: one.table,
  bytes: one.bytes,
  wasted: wasted(one),
  cure: one.kind === 'index' ? `pgplumb maintain reindex ${one.table}` : tableCure(one, repack),
})

/** VACUUM FULL keeps everybody from the table until it is done, so it is said and not done. */
const tableCure = ({identity}: Bloat, repack: boolean): string =>
  repack ? `pgplumb maintain repack ${identity}` : `VACUUM FULL ${identity} (locks it)`

async function hasRepack(client: pg.Client): Promise<boolean> {
  const {rowCount} = await client.query("SELECT FROM pg_extension WHERE extname = 'pg_repack'")
  return rowCount === 1
}
