import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom, to as copyTo} from 'pg-copy-streams'
import {quoteIdent, quoteLiteral, quoteQualified} from '../../postgres/quote.ts'

type Table = {schema: string; name: string; columns: string[]}

const TABLES = `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
 WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND n.nspname <> ALL ($1)
 GROUP BY 1, 2 ORDER BY 1, 2`

/**
 * Copies up to `limit` rows of each table, in the order in which they lie, without firing triggers or checking foreign
 * keys; and how far each sequence has counted. Schemas in `without` are left out. Returns how many rows each table got, and which did not get all.
 */
export async function copyRows(
  source: pg.Client,
  target: pg.Client,
  limit: number,
  without: ReadonlySet<string> = new Set(),
): Promise<{readonly rows: ReadonlyMap<string, number>; readonly sampled: readonly string[]}> {
  const rows = new Map<string, number>()
  const sampled: string[] = []
  await target.query('SET session_replication_role = replica')
  await source.query('BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ')
  try {
    for (const {schema, name, columns} of (await source.query<Table>(TABLES, [[...without]])).rows) {
      const list = columns.map(quoteIdent).join(', ')
      const table = quoteQualified(schema, name)
      const into = target.query(copyFrom(`COPY ${table} (${list}) FROM STDIN`))
      await pipeline(source.query(copyTo(`COPY (SELECT ${list} FROM ONLY ${table} LIMIT ${limit}) TO STDOUT`)), into)
      const shown = schema === 'public' ? name : `${schema}.${name}`
      rows.set(shown, into.rowCount)
      if (into.rowCount >= limit) sampled.push(shown)
    }
    const {rows: sequences} = await source.query<{schema: string; name: string; value: string}>(
      'SELECT schemaname AS schema, sequencename AS name, last_value::text AS value FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname <> ALL ($1)',
      [[...without]],
    )
    for (const {schema, name, value} of sequences)
      await target.query(`SELECT setval(${quoteLiteral(quoteQualified(schema, name))}, $1)`, [value])
  } finally {
    await source.query('ROLLBACK')
  }
  await target.query('RESET session_replication_role')
  await target.query('ANALYZE')
  return {rows, sampled}
}
