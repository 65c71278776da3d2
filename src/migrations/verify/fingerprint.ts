import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type pg from 'pg'

let sql: string | undefined

/** A hash of the schema as this session sees it, uncommitted changes included. Equal hashes are equal schemas. */
export async function fingerprint(client: pg.Client): Promise<string> {
  sql ??= readFileSync(fileURLToPath(import.meta.resolve('#sql/catalog/fingerprint.sql')), 'utf8')
  const {rows} = await client.query<{fingerprint: string | null}>(sql)
  return rows[0]?.fingerprint ?? ''
}
