import type pg from 'pg'
import {quoteLiteral} from '../postgres/quote.ts'
import {type History, type HistoryTable, historyFrom, historyName} from './history.ts'
import {isCurrent} from './history-table.ts'

/** What a schema of its own says of its migrations. */
export type SchemaHistory = {
  readonly history: History
  /** Whether its table is there, with every column and a key of versions. */
  readonly ready: boolean
}

// A transaction locks every table it reads, and the lock table has room for some thousands.
const TABLES_AT_ONCE = 1000

// Planning a UNION of many takes time by the square of their number.
const TABLES_PER_UNION = 50

/**
 * Reads the histories of many schemas: one look at the catalogs, and one round trip for every thousand of them.
 * @param table the table's name in each of them
 * @throws Failure `foreign_history`
 */
export async function readHistories(
  client: pg.Client,
  schemas: readonly string[],
  table: string,
): Promise<ReadonlyMap<string, SchemaHistory>> {
  const {rows: found} = await client.query<{schema: string; columns: string[]; key: boolean}>(
    `SELECT n.nspname::text AS schema, array_agg(a.attname::text) AS columns,
            bool_or(a.attname = 'version' AND EXISTS (
              SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
                 AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)) AS key
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relname = $1 AND n.nspname = ANY ($2) GROUP BY 1`,
    [table, schemas],
  )
  const ready = new Map(found.map(({schema, columns, key}) => [schema, key && isCurrent(columns)]))
  const rows = new Map<string, unknown[]>(found.map(({schema}) => [schema, []]))
  for (let at = 0; at < found.length; at += TABLES_AT_ONCE) {
    const part = found.slice(at, at + TABLES_AT_ONCE)
    for (const {schema, row} of await readAtOnce(client, part, table)) rows.get(schema)?.push(row)
  }
  return new Map(
    schemas.map((schema) => {
      const history = historyFrom(rows.get(schema) ?? [], {schema, table})
      return [schema, {history, ready: ready.get(schema) ?? false}]
    }),
  )
}

type Row = {readonly schema: string; readonly row: unknown}

async function readAtOnce(
  client: pg.Client,
  schemas: readonly {readonly schema: string}[],
  table: string,
): Promise<readonly Row[]> {
  const selects = schemas.map(({schema}) => {
    const of: HistoryTable = {schema, table}
    return `SELECT ${quoteLiteral(schema)} AS schema, to_jsonb(h) AS row FROM ${historyName(of)} h`
  })
  const unions: string[] = []
  for (let at = 0; at < selects.length; at += TABLES_PER_UNION)
    unions.push(selects.slice(at, at + TABLES_PER_UNION).join('\nUNION ALL '))
  // pg answers a text of several statements with a list.
  const results: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(unions.join(';\n'))
  return [results].flat().flatMap((result) => result.rows)
}
