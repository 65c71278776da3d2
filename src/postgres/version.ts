import type pg from 'pg'

/** As in `server_version_num`: 180004. */
export async function serverVersion(client: pg.ClientBase): Promise<number> {
  const {rows} = await client.query("SELECT current_setting('server_version_num') AS version")
  return Number(rows[0]?.version)
}
