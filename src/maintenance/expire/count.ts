import type pg from 'pg'
import {array, object, parse, string} from 'valibot'
import {quoteIdent} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {Expired} from './rule.ts'

/** What would go. */
export type Count = {
  readonly expired: number
  /** Rows of other tables that would go with them. */
  readonly children: readonly {readonly table: string; readonly rows: number}[]
  /** By the tenant column, most first, at most 20; empty where the table has none. */
  readonly tenants: readonly {readonly tenant: string | null; readonly rows: number}[]
}

/** Counts, and deletes nothing. */
export async function countExpired(
  client: pg.Client,
  leaf: {readonly oid: string; readonly identity: string},
  expired: Expired,
  tenantColumn: string | null,
): Promise<Count> {
  const from = `FROM ONLY ${leaf.identity} WHERE ${expired.sql}`
  const {rows} = await client.query<{expired: number}>(`SELECT count(*)::float8 AS expired ${from}`, [
    ...expired.values,
  ])
  const cascades = parse(
    array(object({identity: string(), on: string()})),
    (await client.query(await readSql('maintenance/cascades.sql'), [leaf.oid])).rows,
  )
  const children = []
  for (const {identity, on} of cascades) {
    const {rows: counted} = await client.query<{rows: number}>(
      `SELECT count(*)::float8 AS rows FROM ${identity} child WHERE EXISTS (SELECT FROM (SELECT * ${from}) parent WHERE ${on})`,
      [...expired.values],
    )
    children.push({table: identity, rows: counted[0]?.rows ?? 0})
  }
  return {
    expired: rows[0]?.expired ?? 0,
    children: children.filter((child) => child.rows > 0),
    tenants: tenantColumn === null ? [] : await byTenant(client, leaf.oid, from, expired, tenantColumn),
  }
}

async function byTenant(client: pg.Client, oid: string, from: string, expired: Expired, column: string) {
  const {rowCount} = await client.query(
    'SELECT FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid AND attname = $2 AND NOT attisdropped',
    [oid, column],
  )
  if (!rowCount) return []
  const {rows} = await client.query<{tenant: string | null; rows: number}>(
    `SELECT ${quoteIdent(column)}::text AS tenant, count(*)::float8 AS rows ${from} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
    [...expired.values],
  )
  return rows
}
