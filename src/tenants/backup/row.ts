import type pg from 'pg'
import {quoteIdent} from '../../postgres/quote.ts'
import type {OpenRegistry} from '../registry.ts'
import type {Header} from './format.ts'

/**
 * Writes the row of the registry that a backup holds. Its id stays the same where the tenant keeps its name and nobody has
 * the id: rows of shared tables may refer to it.
 */
export async function restoreRow(
  client: pg.Client,
  registry: OpenRegistry,
  {row, name: was}: Header,
  {name, schema}: {readonly name: string; readonly schema: string},
): Promise<void> {
  const {table, id} = registry
  const values: Record<string, unknown> = {...row, [registry.schema]: schema}
  if (registry.name !== null) values[registry.name] = name
  if (id !== null && (name !== was || (await isTaken(client, table, id, values[id])))) delete values[id]
  const columns = registry.columns
    .filter((column) => !column.generated && Object.hasOwn(values, column.name))
    .map((column) => quoteIdent(column.name))
    .join(', ')
  await client.query(
    `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE
     SELECT ${columns} FROM pg_catalog.jsonb_populate_record(NULL::${table}, $1)`,
    [JSON.stringify(values)],
  )
}

async function isTaken(client: pg.Client, table: string, id: string, value: unknown): Promise<boolean> {
  const {rowCount} = await client.query(`SELECT FROM ${table} WHERE ${quoteIdent(id)}::text = $1`, [String(value)])
  return rowCount !== 0
}
