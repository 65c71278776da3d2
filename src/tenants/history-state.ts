import type pg from 'pg'
import {type HistoryTable, historyName} from '../migrations/history.ts'

/** A fingerprint of what a history says is in effect; empty where there is none. */
export async function historyState(client: pg.Client, table: HistoryTable): Promise<string> {
  const name = historyName(table)
  const {rows: found} = await client.query<{there: boolean}>('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [
    name,
  ])
  if (!found[0]?.there) return ''
  const {rows} = await client.query<{state: string}>(
    `SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(pg_catalog.to_jsonb(h)::text, ',' ORDER BY version), '')) AS state FROM ${name} h`,
  )
  return rows[0]?.state ?? ''
}
