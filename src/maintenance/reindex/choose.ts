import type pg from 'pg'
import {array, boolean, type InferOutput, number, object, parse, string} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
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

export type IndexCandidate = InferOutput<typeof shape> & {readonly reason: string}

export type IndexChoice = {
  /** `public.users_email_key`, `users_*`. */
  readonly indexes?: readonly string[] | undefined
  /** All indexes of these tables. */
  readonly tables?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
  /** Without names: how many, those of the most changed tables first. */
  readonly most: number
}

const LEAST_BYTES = 1024 * 1024
const LEAST_CHURN = 10_000

/**
 * The indexes that are named; else those of at least 1 MB whose tables have had as many updates and deletes since
 * the statistics began as they have rows.
 */
export async function chooseIndexes(client: pg.Client, choice: IndexChoice): Promise<readonly IndexCandidate[]> {
  const {rows} = await client.query(await readSql('maintenance/indexes.sql'), [choice.schemas ?? null])
  const all = parse(array(shape), rows)
  if (choice.indexes || choice.tables) {
    const byTable = all.map((index) => ({schema: index.schema, name: index.table, index}))
    const named = new Set([
      ...pick(all, choice.indexes ?? [], 'index'),
      ...pick(byTable, choice.tables ?? []).map(({index}) => index),
    ])
    return [...named].map((index) => ({...index, reason: 'asked for'}))
  }
  return all
    .filter(({valid, bytes, churn, rows}) => valid && bytes >= LEAST_BYTES && churn >= Math.max(rows, LEAST_CHURN))
    .slice(0, choice.most)
    .map((index) => ({...index, reason: `${index.churn} rows updated or deleted since the statistics began`}))
}
