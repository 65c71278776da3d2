import type pg from 'pg'
import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'

/** Where Citus keeps a distributed schema, `worker-2:5432`, null as long as it holds no table; and how large it is there. */
export type Placement = {readonly node: string | null; readonly bytes: number}

/**
 * @throws Failure `no_citus` where this server cannot distribute schemas
 * @see https://docs.citusdata.com/en/stable/develop/api_udf.html#citus-schema-distribute
 */
export async function requireCitus(client: pg.Client): Promise<void> {
  const {rows} = await client.query<{there: boolean; version: string | null}>(
    `SELECT pg_catalog.to_regprocedure('pg_catalog.citus_schema_distribute(regnamespace)') IS NOT NULL AS there,
            (SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'citus') AS version`,
  )
  const {there = false, version = null} = rows[0] ?? {}
  if (there) return
  const why = version === null ? 'the extension is not installed' : `it is Citus ${version}, and schemas are since 12`
  throw new Failure('no_citus', `Citus cannot distribute schemas in ${client.database ?? 'this database'}: ${why}`, {
    hint: "install Citus 12 or newer on the coordinator and CREATE EXTENSION citus; or leave out citus: true in the config's tenancy",
  })
}

/** Gives a schema to a node, with the tables in it. One that is distributed already stays as it is. */
export async function distribute(client: pg.Client, schema: string): Promise<void> {
  try {
    await client.query('SELECT pg_catalog.citus_schema_distribute($1::regnamespace)', [quoteIdent(schema)])
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('not_distributed', `Citus does not distribute "${schema}": ${error.message}`, {
      ...(error.detail === undefined ? {} : {detail: error.detail}),
      hint: error.hint ?? 'foreign keys may point to tables of the same schema, or to reference tables',
      cause: error,
    })
  }
}

/**
 * On which node each distributed schema is.
 * @throws Failure `no_citus`
 */
export async function readPlacements(client: pg.Client): Promise<ReadonlyMap<string, Placement>> {
  await requireCitus(client)
  // Citus makes the view in public, or in pg_catalog where there is no public.
  const {rows: found} = await client.query<{view: string | null}>(
    `SELECT coalesce(pg_catalog.to_regclass('public.citus_schemas'), pg_catalog.to_regclass('pg_catalog.citus_schemas'))::text AS view`,
  )
  const view = found[0]?.view ?? null
  if (view === null) return new Map()
  const {rows} = await client.query<Placement & {readonly schema: string}>(
    `SELECT n.nspname::text AS schema, min(h.nodename || ':' || h.nodeport) AS node,
            coalesce(sum(h.shard_size), 0)::float8 AS bytes
       FROM ${view} s
       JOIN pg_catalog.pg_namespace n ON n.oid = s.schema_name::oid
       LEFT JOIN pg_catalog.citus_shards h ON h.colocation_id = s.colocation_id
      GROUP BY 1`,
  )
  return new Map(rows.map(({schema, ...placement}) => [schema, placement]))
}
