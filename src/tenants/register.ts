import type pg from 'pg'
import {Failure} from '../failure.ts'
import {quoteIdent} from '../postgres/quote.ts'
import type {OpenRegistry} from './registry.ts'

type Wanted = {readonly name: string; readonly schema: string; readonly values?: Readonly<Record<string, string>>}

/**
 * The row of a tenant: what the config and the caller say of its columns; the name, where a column of text wants a value
 * and nobody says which.
 * @throws Failure `registry_needs_value`
 */
export function rowFor(
  registry: OpenRegistry,
  {name, schema, values = {}}: Wanted,
  columns: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const row = new Map<string, string>()
  for (const column of registry.columns) {
    if (column.generated) continue
    const said = values[column.name] ?? columns[column.name]?.replaceAll('{name}', name).replaceAll('{schema}', schema)
    if (column.name === registry.schema) row.set(column.name, schema)
    else if (column.name === registry.name) row.set(column.name, name)
    else if (said !== undefined) row.set(column.name, said)
    else if (column.required && column.text) row.set(column.name, name)
    else if (column.required)
      throw new Failure('registry_needs_value', `the column "${column.name}" of ${registry.table} needs a value`, {
        hint: `say which: --param ${column.name}=…, or in the config tenancy.registry.columns: {${column.name}: …}`,
      })
  }
  return row
}

/** Writes the row, where there is none of that schema yet, and returns the tenant's id. */
export async function insertTenant(
  client: pg.Client,
  {table, id, schema: column}: OpenRegistry,
  row: ReadonlyMap<string, string>,
  {schema, isThere}: {readonly schema: string; readonly isThere: boolean},
): Promise<string | null> {
  const returning = id === null ? 'NULL' : `${quoteIdent(id)}::text`
  const names = [...row.keys()]
  const {rows} = isThere
    ? await client.query<{id: string | null}>(
        `SELECT ${returning} AS id FROM ${table} WHERE ${quoteIdent(column)}::text = $1 FOR UPDATE`,
        [schema],
      )
    : await client.query<{id: string | null}>(
        `INSERT INTO ${table} (${names.map(quoteIdent).join(', ')})
         VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${returning} AS id`,
        [...row.values()],
      )
  return rows[0]?.id ?? null
}
