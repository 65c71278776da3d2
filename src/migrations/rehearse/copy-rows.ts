import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom, to as copyTo} from 'pg-copy-streams'
import {quoteIdent, quoteLiteral, quoteQualified} from '../../postgres/quote.ts'
import {copyStatistics} from './copy-statistics.ts'

type Table = {schema: string; name: string; columns: string[]}

const TABLES = `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
 WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND n.nspname <> ALL ($1)
 GROUP BY 1, 2 ORDER BY 1, 2`

export type Copied = {
  /** How many each table got. */
  readonly rows: ReadonlyMap<string, number>
  /** The tables that did not get all. */
  readonly sampled: readonly string[]
  /** Whether the planner knows of those what it knows in the database itself; else, only the rows that were copied. */
  readonly statistics: boolean
}

/**
 * Copies up to `limit` rows of each table, in the order in which they lie, without firing triggers or checking foreign
 * keys; and how far each sequence has counted. Schemas in `without` are left out.
 */
export async function copyRows(
  source: pg.Client,
  target: pg.Client,
  limit: number,
  without: ReadonlySet<string> = new Set(),
): Promise<Copied> {
  const rows = new Map<string, number>()
  const sampled: string[] = []
  const parts: Table[] = []
  await target.query('SET session_replication_role = replica')
  await source.query('BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ')
  try {
    for (const one of (await source.query<Table>(TABLES, [[...without]])).rows) {
      const {schema, name, columns} = one
      const list = columns.map(quoteIdent).join(', ')
      const table = quoteQualified(schema, name)
      const into = target.query(copyFrom(`COPY ${table} (${list}) FROM STDIN`))
      await pipeline(source.query(copyTo(`COPY (SELECT ${list} FROM ONLY ${table} LIMIT ${limit}) TO STDOUT`)), into)
      const shown = schema === 'public' ? name : `${schema}.${name}`
      rows.set(shown, into.rowCount)
      if (into.rowCount < limit) continue
      sampled.push(shown)
      parts.push(one)
    }
    const {rows: sequences} = await source.query<{schema: string; name: string; value: string}>(
      'SELECT schemaname AS schema, sequencename AS name, last_value::text AS value FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname <> ALL ($1)',
      [[...without]],
    )
    for (const {schema, name, value} of sequences)
      await target.query(`SELECT setval(${quoteLiteral(quoteQualified(schema, name))}, $1)`, [value])
    await target.query('RESET session_replication_role')
    await target.query('ANALYZE')
    return {rows, sampled, statistics: await copyStatistics(source, target, parts)}
  } finally {
    await source.query('ROLLBACK')
  }
}
