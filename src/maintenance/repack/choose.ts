import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
import {bloatInWords, isBloated, tableBloat, wasted} from '../bloat/read.ts'
import {findTables} from '../expire/tables.ts'

export type Repackable = {
  readonly identity: string
  /** The file of its rows, which a rewrite replaces. */
  readonly file: string
  /** With TOAST and indexes. */
  readonly bytes: number
}

export type RepackCandidate = Repackable & {
  /** Bytes that a rewrite is likely to give back; null where it is not known. */
  readonly wasted: number | null
  readonly reason: string
}

export type RepackChoice = {
  /** `public.orders`, `tenant_*.events`. */
  readonly tables?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
}

const shape = array(object({identity: string(), file: string(), bytes: number()}))

/**
 * The tables that are named; else those of which at least 30 % and 1 MB is bloat, most first. Only such as pg_repack can rewrite.
 * @throws Failure `no_table`
 */
export async function chooseBloated(
  client: pg.Client,
  {tables, schemas}: RepackChoice,
): Promise<readonly RepackCandidate[]> {
  const bloat = new Map((await tableBloat(client, {schemas})).map((one) => [one.identity, one]))
  const wanted = tables
    ? (await Promise.all(tables.map((pattern) => findTables(client, pattern)))).flat().map(({identity}) => identity)
    : [...bloat.values()].filter(isBloated).map(({identity}) => identity)
  return (await readRepackable(client, [...new Set(wanted)]))
    .map((table) => {
      const known = bloat.get(table.identity)
      const gain = known?.expected == null ? null : wasted(known)
      return {...table, wasted: gain, reason: tables || !known ? 'asked for' : bloatInWords(known)}
    })
    .sort((a, b) => (b.wasted ?? 0) - (a.wasted ?? 0))
}

/** Those of the tables, as SQL writes them, that pg_repack can rewrite. */
export async function readRepackable(client: pg.Client, identities: readonly string[]): Promise<readonly Repackable[]> {
  const {rows} = await client.query(await readSql('maintenance/repackable.sql'), [identities])
  return parse(shape, rows)
}
