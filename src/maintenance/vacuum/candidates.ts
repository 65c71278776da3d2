import type pg from 'pg'
import {array, boolean, type InferOutput, nullable, number, object, parse, string} from 'valibot'
import {readSql} from '../../postgres/sql-file.ts'
import type {Size} from '../action.ts'
import {pick} from '../pattern.ts'

const shape = object({
  oid: string(),
  schema: string(),
  name: string(),
  identity: string(),
  partitioned: boolean(),
  bytes: number(),
  dead: number(),
  gain: nullable(number()),
  permitted: boolean(),
  vacuum_reason: nullable(string()),
  analyze_reason: nullable(string()),
})

export type Candidate = InferOutput<typeof shape> & {readonly reason: string}

export type Choice = {
  readonly vacuum: boolean
  readonly analyze: boolean
  readonly tables?: readonly string[] | undefined
  readonly oids?: readonly string[] | undefined
  readonly schemas?: readonly string[] | undefined
  /** Also those without need. */
  readonly all: boolean
  /** Only those whose age nears wraparound. */
  readonly urgent?: boolean | undefined
  /** Identities of those that were done already. */
  readonly except?: ReadonlySet<string> | undefined
}

/** The reason of a table whose oldest rows have to be frozen before long. */
export const AGE = 'age'

/** The tables to work on, the catalogs first (planning anything reads them), then by what is gained. */
export async function chooseTables(client: pg.Client, choice: Choice): Promise<readonly Candidate[]> {
  const {rows} = await client.query(await readSql('maintenance/tables.sql'), [
    choice.schemas ?? null,
    choice.urgent ?? false,
  ])
  const {oids} = choice
  const tables = parse(array(shape), rows).filter(({oid}) => !oids || oids.includes(oid))
  const named = choice.tables ? pick(tables, choice.tables) : tables
  return named.flatMap((table) => {
    // A partitioned table holds no rows: there is nothing in it to vacuum.
    if (table.partitioned && !choice.analyze) return []
    const needs = [choice.vacuum ? table.vacuum_reason : null, choice.analyze ? table.analyze_reason : null]
    const reason = needs.find((need) => need !== null) ?? (choice.all ? 'asked for' : null)
    if (reason === null || choice.except?.has(table.identity)) return []
    return [{...table, reason}]
  })
}

const sizeShape = array(object({oid: string(), bytes: number(), dead: number()}))

/** Sizes by oid. */
export async function readSizes(client: pg.Client, oids: readonly string[]): Promise<ReadonlyMap<string, Size>> {
  const {rows} = await client.query(await readSql('maintenance/table-sizes.sql'), [oids])
  return new Map(parse(sizeShape, rows).map(({oid, bytes, dead}) => [oid, {bytes, deadRows: dead}]))
}
