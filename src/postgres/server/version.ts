import type pg from 'pg'
import * as v from 'valibot'

const Rows = v.tuple([v.object({server_version: v.string()})])

/** e.g. `18.4`, without the packager's addition in `18.4 (Debian 18.4-1)`. */
export async function serverVersion(client: pg.Client): Promise<string> {
  const {rows} = await client.query('SHOW server_version')
  const [{server_version: full}] = v.parse(Rows, rows)
  return full.split(' ')[0] ?? full
}
