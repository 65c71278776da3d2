import type pg from 'pg'
import {quoteLiteral} from '../postgres/quote.ts'
import {type History, type HistoryTable, historyFrom, historyName} from './history.ts'
import {isCurrent} from './history-table.ts'

/** What a schema of its own says of its migrations. */
export type SchemaHistory = {
  readonly history: History
  /** Whether its table is there, with every column. */
  readonly ready: boolean
}

// A query locks every table it names, and the lock table has room for some thousands.
const TABLES_PER_QUERY = 1000

/**
 * Reads the histories of many schemas: one look at the catalogs, and one query for every thousand of them.
 * @param table the table's name in each of them
 * @throws Failure `foreign_history`
 */
export async function readHistories(
  client: pg.Client,
  schemas: readonly string[],
  table: string,
): Promise<ReadonlyMap<string, SchemaHistory>> {
  const {rows: found} = await client.query<{schema: string; columns: string[]}>(
    `SELECT n.nspname AS schema, array_agg(a.attname::text) AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relname = $1 AND n.nspname = ANY ($2) GROUP BY 1`,
    [table, schemas],
  )
  const columns = new Map(found.map((row) => [row.schema, row.columns]))
  const rows = new Map<string, unknown[]>(found.map(({schema}) => [schema, []]))
  for (let at = 0; at < found.length; at += TABLES_PER_QUERY) {
    const part = found.slice(at, at + TABLES_PER_QUERY)
    const selects = part.map(({schema}) => {
      const of: HistoryTable = {schema, table}
      return `SELECT ${quoteLiteral(schema)} AS schema, to_jsonb(h) AS row FROM ${historyName(of)} h`
    })
    const read = await client.query<{schema: string; row: unknown}>(selects.join('\nUNION ALL '))
    for (const {schema, row} of read.rows) rows.get(schema)?.push(row)
  }
  return new Map(
    schemas.map((schema) => {
      const history = historyFrom(rows.get(schema) ?? [], {schema, table})
      return [schema, {history, ready: isCurrent(columns.get(schema) ?? [])}]
    }),
  )
}
