import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import type {Tenant} from './tenant.ts'

export type Registry = {
  /** `public.tenants`, or `tenants`. */
  readonly table: string
  /** The column with the name of the tenant's schema. */
  readonly schema: string
  /** The column with the tenant's id. */
  readonly id?: string
  /** The column with the tenant's name; null: `subdomain`, `slug` or `name`, whichever is there. */
  readonly name?: string | null
}

export type RegistryColumn = {
  readonly name: string
  /** Whether it holds text. */
  readonly text: boolean
  /** Whether a new row has to give a value. */
  readonly required: boolean
  readonly generated: boolean
}

/** The registry as it is in a database. */
export type OpenRegistry = {
  /** Quoted, with its schema. */
  readonly table: string
  readonly schema: string
  readonly id: string | null
  readonly name: string | null
  readonly columns: readonly RegistryColumn[]
}

const NAMES = ['subdomain', 'slug', 'name']

export const registryTable = ({table}: Pick<Registry, 'table'>): string => table.split('.').map(quoteIdent).join('.')

/** @throws Failure `no_registry` */
export async function openRegistry(client: pg.Client, registry: Registry): Promise<OpenRegistry> {
  const {rows: columns} = await client.query<RegistryColumn & {readonly registry: string}>(
    await readSql('tenants/registry-columns.sql'),
    [registryTable(registry)],
  )
  const has = (column: string) => columns.some(({name}) => name === column)
  if (columns.length === 0) throw noRegistry(registry, 'there is no such table')
  if (!has(registry.schema)) throw noRegistry(registry, `it has no column "${registry.schema}"`)
  const wanted = registry.name ?? null
  if (wanted !== null && !has(wanted)) throw noRegistry(registry, `it has no column "${wanted}"`)
  const {id = 'id'} = registry
  return {
    table: columns[0]?.registry ?? registryTable(registry),
    schema: registry.schema,
    id: has(id) ? id : null,
    name: wanted ?? NAMES.find((name) => columns.some((column) => column.name === name && column.text)) ?? null,
    columns,
  }
}

/** All rows that name a schema, in the order of the schemas' names. */
export const readTenants = (client: pg.Client, registry: OpenRegistry): Promise<readonly Tenant[]> =>
  selectTenants(client, registry, null)

/**
 * The same of a registry that says of each tenant in which database it lives; null where it says nothing.
 * @throws Failure `no_registry`
 */
export async function readPlacedTenants(
  client: pg.Client,
  registry: OpenRegistry,
  shard: string,
): Promise<readonly (Tenant & {readonly shard: string | null})[]> {
  if (registry.columns.some(({name}) => name === shard)) return selectTenants(client, registry, shard)
  throw noRegistry(
    {table: registry.table, schema: registry.schema},
    `it has no column "${shard}", which is to say where each of them lives`,
  )
}

async function selectTenants(
  client: pg.Client,
  {table, schema, id, name}: OpenRegistry,
  shard: string | null,
): Promise<readonly (Tenant & {readonly shard: string | null})[]> {
  const text = (column: string | null) => (column === null ? 'NULL' : `${quoteIdent(column)}::text`)
  const {rows} = await client.query<Tenant & {readonly shard: string | null}>(
    `SELECT ${text(id)} AS id, coalesce(${text(name)}, ${text(schema)}) AS name, ${text(schema)} AS schema${
      shard === null ? '' : `, ${text(shard)} AS shard`
    }
       FROM ${table} WHERE ${quoteIdent(schema)} IS NOT NULL ORDER BY ${quoteIdent(schema)}`,
  )
  return rows
}

/**
 * The schemas of all tenants in the registry, in the order of their names.
 * @throws Failure `no_registry`
 */
export const tenantSchemas = async (client: pg.Client, registry: Registry): Promise<string[]> =>
  (await registeredTenants(client, registry)).map(({schema}) => schema)

/**
 * All tenants in the registry, in the order of their schemas' names.
 * @throws Failure `no_registry`
 */
export async function registeredTenants(client: pg.Client, registry: Registry): Promise<readonly Tenant[]> {
  try {
    return await readTenants(client, await openRegistry(client, registry))
  } catch (error) {
    throw isServerError(error) ? noRegistry(registry, error.message, error) : error
  }
}

const noRegistry = ({table}: Registry, why: string, cause?: unknown): Failure =>
  new Failure('no_registry', `cannot read the tenants from ${table}: ${why}`, {
    hint: 'the config says where they are: tenancy: {registry: {table: public.tenants, schema: schema_name}}',
    ...(cause === undefined ? {} : {cause}),
  })
