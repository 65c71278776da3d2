import type pg from 'pg'
import {quoteLiteral, quoteQualified} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'

/** How many rows a table has, and a sum over all of them, in which their order does not count. */
export type TableContents = {readonly name: string; readonly rows: string; readonly sum: string}

/** What the tables of a tenant hold: equal on two servers where each row is. Reads all of it. */
export async function contentsOf(client: pg.Client, schema: string): Promise<readonly TableContents[]> {
  const {rows: tables} = await client.query<{name: string}>(await readSql('tenants/backup-tables.sql'), [schema])
  const contents: TableContents[] = []
  for (const {name} of tables) {
    const {rows} = await client.query<TableContents>(
      `SELECT ${quoteLiteral(name)} AS name, count(*)::text AS rows,
              coalesce(sum(('x' || pg_catalog.substr(pg_catalog.md5(t::text), 1, 15))::bit(60)::bigint), 0)::text AS sum
         FROM ${quoteQualified(schema, name)} t`,
    )
    contents.push(...rows)
  }
  return contents
}

/** As rows are to be written so that two servers write the same. Within a transaction. */
export const SAME_TEXT = `SET LOCAL DateStyle = ISO; SET LOCAL IntervalStyle = postgres; SET LOCAL TimeZone = 'UTC';
SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = hex; SET LOCAL search_path = ''; SET LOCAL row_security = off`
