import type pg from 'pg'
import {array, boolean, type InferOutput, number, object, parse, string} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
import {type Bloat, bloatInWords, indexBloat, isBloated, shareOf, wasted} from '../bloat/read.ts'
import {pick} from '../pattern.ts'

const shape = object({
  schema: string(),
  name: string(),
  identity: string(),
  table: string(),
  bytes: number(),
  rows: number(),
  churn: number(),
  valid: boolean(),
  exclusion: boolean(),
  permitted: boolean(),
})

export type IndexCandidate = InferOutput<typeof shape> & {
  readonly reason: string
  /** Bytes that a rebuild is likely to give back; null where it is not known. */
  readonly wasted: number | null
}

export type IndexChoice = {
  /** `public.users_email_key`, `users_*`. */
  readonly indexes?: readonly string[] | undefined
  /** All indexes of these tables. */
  readonly tables?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
  /** Without names: how many, those with the most bloat first. */
  readonly most: number
  /** Identities of those that were done already. */
  readonly except?: ReadonlySet<string> | undefined
}

const LEAST_BYTES = 1024 * 1024
const LEAST_CHURN = 10_000

/**
 * The indexes that are named; else those of which at least 30 % and 1 MB is bloat. Where the statistics do not tell:
 * those of at least 1 MB whose tables have had as many updates and deletes since the statistics began as they have rows.
 */
export async function chooseIndexes(client: pg.Client, choice: IndexChoice): Promise<readonly IndexCandidate[]> {
  const {rows} = await client.query(await readSql('maintenance/indexes.sql'), [choice.schemas ?? null])
  const all = parse(array(shape), rows)
  const bloat = new Map((await indexBloat(client, choice)).map((one) => [one.identity, one]))
  const wastedIn = ({identity}: {readonly identity: string}): number | null => {
    const known = bloat.get(identity)
    return known?.expected == null ? null : wasted(known)
  }
  const left = choice.except ? all.filter(({identity}) => !choice.except?.has(identity)) : all
  if (choice.indexes || choice.tables) {
    const byTable = left.map((index) => ({schema: index.schema, name: index.table, index}))
    const named = new Set([
      ...pick(left, choice.indexes ?? [], 'index'),
      ...pick(byTable, choice.tables ?? []).map(({index}) => index),
    ])
    return [...named].map((index) => ({...index, reason: 'asked for', wasted: wastedIn(index)}))
  }
  return left
    .flatMap((index) => {
      const reason = index.valid && index.bytes >= LEAST_BYTES ? need(index, bloat.get(index.identity)) : null
      return reason === null ? [] : [{...index, reason, wasted: wastedIn(index)}]
    })
    .sort((a, b) => (b.wasted ?? 0) - (a.wasted ?? 0) || b.churn - a.churn)
    .slice(0, choice.most)
}

function need({churn, rows}: InferOutput<typeof shape>, bloat: Bloat | undefined): string | null {
  const share = bloat ? shareOf(bloat) : null
  if (bloat && share !== null) return isBloated(bloat) ? bloatInWords(bloat) : null
  return churn >= Math.max(rows, LEAST_CHURN) ? `${churn} rows updated or deleted since the statistics began` : null
}
