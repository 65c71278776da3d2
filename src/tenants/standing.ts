import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'

/** What of a tenant is there. */
export type Standing =
  | {readonly is: 'absent' | 'whole' | 'row' | 'schema' | 'empty'}
  | {readonly is: 'stranger'; readonly objects: number}

/** One look at the catalogs, for all; `registered` are the schemas that the registry knows. */
export async function standingOf(
  client: pg.Client,
  registered: ReadonlySet<string>,
  wanted: readonly {readonly name: string; readonly schema: string}[],
): Promise<ReadonlyMap<string, Standing>> {
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
