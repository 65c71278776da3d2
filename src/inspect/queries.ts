import type pg from 'pg'
import {type InferOutput, nullable, number, object, string} from 'valibot'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readRows, SHOWN} from './session.ts'

const shape = object({
  id: nullable(string()),
  calls: number(),
  /** Milliseconds, as the next two. */
  total: number(),
  mean: number(),
  slowest: number(),
  /** Per cent of all time. */
  share: nullable(number()),
  /** From 0 to 1: how much was in shared_buffers. */
  cached: nullable(number()),
  rows: number(),
  /** How many entries there are of this text: one for each tenant schema, or role. */
  entries: number(),
  query: string(),
})
export type Query = InferOutput<typeof shape>

export type Queries = {
  /** How often entries had to be thrown away, and the counts began anew; null where the server does not say. */
  readonly thrownAway: number | null
  readonly queries: readonly Query[]
}

const tenantShape = object({
  /** Null: of all statements that do not tell whose they are. */
  schema: nullable(string()),
  /** By what it is known, `names`, `role`, `session`, or some of them; null where it is not. */
  by: nullable(string()),
  calls: number(),
  /** Milliseconds, as the next two. */
  total: number(),
  mean: number(),
  slowest: number(),
  /** Per cent of all time. */
  share: nullable(number()),
  rows: number(),
  /** The statement that took the most of it. */
  worst: string(),
})

export type TenantQueries = {
  readonly thrownAway: number | null
  readonly tenants: readonly InferOutput<typeof tenantShape>[]
}

/**
 * The statements that took the most time; those of many tenants under one text.
 * @throws Failure `no_pg_stat_statements`
 */
export const queries = (client: pg.Client, limit = SHOWN): Promise<Queries> =>
  withStatements(client, async () => ({
    queries: await readRows(client, 'queries', shape, [limit]),
    thrownAway: await thrownAway(client),
  }))

/**
 * The tenant schemas whose statements took the most time, as far as names, roles and sessions tell.
 * @throws Failure `no_pg_stat_statements`
 */
export const queriesByTenant = (client: pg.Client, limit = SHOWN): Promise<TenantQueries> =>
  withStatements(client, async () => ({
    tenants: await readRows(client, 'queries-by-tenant', tenantShape, [limit]),
    thrownAway: await thrownAway(client),
  }))

async function withStatements<T>(client: pg.Client, read: () => Promise<T>): Promise<T> {
  const {rows} = await client.query<{schema: string}>(
    `SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname = 'pg_stat_statements'`,
  )
  const [extension] = rows
  if (!extension) throw absent('CREATE EXTENSION pg_stat_statements')
  await client.query("SELECT set_config('search_path', $1, false)", [quoteIdent(extension.schema)])
  try {
    return await read()
  } catch (error) {
    if (!isServerError(error) || error.code !== '55000') throw error
    throw absent("shared_preload_libraries = 'pg_stat_statements', and a restart")
  }
}

async function thrownAway(client: pg.Client): Promise<number | null> {
  const {rows: there} = await client.query("SELECT to_regclass('pg_stat_statements_info') AS view")
  if (!there[0]?.view) return null
  const {rows} = await client.query<{dealloc: number}>('SELECT dealloc::float8 AS dealloc FROM pg_stat_statements_info')
  return rows[0]?.dealloc ?? null
}

const absent = (hint: string): Failure =>
  new Failure('no_pg_stat_statements', 'the server keeps no statistics of statements: pg_stat_statements is missing', {
    hint,
  })
