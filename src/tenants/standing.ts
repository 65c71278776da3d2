import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import {type OpenRegistry, readTenants} from './registry.ts'

/** What of a tenant is there. */
export type Standing =
  | {readonly is: 'absent' | 'whole' | 'row' | 'schema' | 'empty'}
  | {readonly is: 'stranger'; readonly objects: number}

/** One look at the registry and one at the catalogs, for all. */
export async function standingOf(
  client: pg.Client,
  registry: OpenRegistry,
  wanted: readonly {readonly name: string; readonly schema: string}[],
): Promise<ReadonlyMap<string, Standing>> {
  const registered = new Set((await readTenants(client, registry)).map(({schema}) => schema))
  const {rows} = await client.query<{schema: string; objects: number}>(await readSql('tenants/schemas.sql'), [
    wanted.map(({schema}) => schema),
  ])
  const objects = new Map(rows.map((row) => [row.schema, row.objects]))
  return new Map(
    wanted.map(({name, schema}): [string, Standing] => {
      const held = objects.get(schema)
      if (held === undefined) return [name, {is: registered.has(schema) ? 'row' : 'absent'}]
      if (held === 0) return [name, {is: registered.has(schema) ? 'empty' : 'schema'}]
      return [name, registered.has(schema) ? {is: 'whole'} : {is: 'stranger', objects: held}]
    }),
  )
}
