import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  database: string(),
  user: string(),
  application: string(),
  /** Of a tenant: by the locks of an open transaction, or where the role or the application is named so. */
  schema: nullable(string()),
  connections: number(),
  active: number(),
  idle: number(),
  in_transaction: number(),
  /** Seconds. */
  oldest: nullable(number()),
})

export type Connections = {
  readonly used: number
  readonly most: number
  readonly groups: readonly InferOutput<typeof shape>[]
}

/** How many sessions there are, by database, role, application and tenant schema. */
export async function connections(client: pg.Client, limit = SHOWN): Promise<Connections> {
  const groups = await readRows(client, 'connections', shape, [limit])
  const {rows} = await client.query<{used: number; most: number}>(
    `SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
            current_setting('max_connections')::int AS most`,
  )
  return {used: rows[0]?.used ?? 0, most: rows[0]?.most ?? 0, groups}
}
