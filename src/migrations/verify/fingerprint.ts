import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type pg from 'pg'

let sql: string | undefined

/** What is to be compared: what was written since a transaction id, to these catalogs. */
export type Written = {readonly since: string; readonly catalogs: readonly string[]}

/**
 * A hash of the schema as this session sees it, uncommitted changes included. Equal hashes are equal schemas. With
 * `written` only of what was written: compare it with what is found when that was rolled back.
 */
export async function fingerprint(client: pg.Client, written?: Written): Promise<string> {
  sql ??= readFileSync(fileURLToPath(import.meta.resolve('#sql/catalog/fingerprint.sql')), 'utf8')
  const {rows} = await client.query<{fingerprint: string | null}>({
    // Named, for it is planned once a session: that takes longer than to run it.
    name: 'pgplumb fingerprint',
    text: sql,
    values: [written?.since ?? '0', written?.catalogs ?? (await allCatalogs(client))],
  })
  return rows[0]?.fingerprint ?? ''
}

async function allCatalogs(client: pg.Client): Promise<readonly string[]> {
  const {rows} = await client.query<{name: string}>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace",
  )
  return rows.map(({name}) => name)
}
