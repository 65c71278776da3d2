import type pg from 'pg'
import {blocksWrites, type LockMode, strength} from '../lint/lock-mode.ts'
import type {RehearsedStatement} from './rehearse.ts'

/** A table of every tenant, and what a lock that was seen in one of them will meet in all. */
export type TenantTable = {
  /** Without the schema. */
  readonly table: string
  readonly mode: LockMode
  readonly tenants: number
  /** Of all of them, as the planner knows; null: one was never analyzed. */
  readonly rows: number | null
  readonly bytes: number
  /** Milliseconds the lock would be held in all of them, one after another, where its table is read or rewritten. */
  readonly milliseconds: number | null
}

export type TenantForecast = {
  readonly tables: readonly TenantTable[]
  /** Milliseconds for all tenants, one after another: what depends on rows by the rows there are. */
  readonly milliseconds: number
}

/**
 * What the files mean over all tenants for which they are pending, judged by the one in which they were rehearsed.
 * `clonedRows` is how many rows the tables of that one had, by their qualified names.
 */
export async function forecastTenants(
  client: pg.Client,
  statements: readonly RehearsedStatement[],
  clonedRows: ReadonlyMap<string, number>,
  {schema, schemas}: {readonly schema: string; readonly schemas: readonly string[]},
): Promise<TenantForecast> {
  const prefix = `${schema}.`
  const own = (relation: string) => (relation.startsWith(prefix) ? [relation.slice(prefix.length)] : [])
  const modes = new Map<string, LockMode>()
  for (const {relation, mode} of statements.flatMap(({locks}) => locks))
    for (const table of own(relation)) {
      const known = modes.get(table)
      if (blocksWrites(mode) && (known === undefined || strength(mode) > strength(known))) modes.set(table, mode)
    }
  const heavy = new Map(statements.map((one) => [one, [...new Set(whole(one).flatMap(own))]]))
  const sizes = await sizesOf(client, [...new Set([...modes.keys(), ...[...heavy.values()].flat()])], schemas)
  // How many times the rehearsed table's rows all of them have together.
  const times = (table: string): number | null => {
    const [cloned, rows] = [clonedRows.get(prefix + table) ?? 0, sizes.get(table)?.rows ?? null]
    return cloned > 0 && rows !== null ? Math.max(rows, cloned) / cloned : null
  }
  const tables = [...modes].map(([table, mode]): TenantTable => {
    const seen = [...heavy].flatMap(([{milliseconds}, of]) => (of.includes(table) ? [milliseconds] : []))
    const factor = times(table)
    const known = seen.length > 0 && factor !== null
    const {tenants = 0, rows = null, bytes = 0} = sizes.get(table) ?? {}
    const milliseconds = known ? seen.reduce((sum, one) => sum + one) * factor : null
    return {table, mode, tenants, rows, bytes, milliseconds}
  })
  const milliseconds = [...heavy].reduce((sum, [one, of]) => {
    const factors = of.flatMap((table) => times(table) ?? [])
    return sum + one.milliseconds * Math.max(schemas.length, ...factors)
  }, 0)
  return {tables: tables.sort((a, b) => b.bytes - a.bytes), milliseconds}
}

const whole = ({rewritten, scanned}: RehearsedStatement): string[] => [
  ...rewritten,
  ...(scanned ?? []).map(({relation}) => relation),
]

type Sizes = {readonly tenants: number; readonly rows: number | null; readonly bytes: number}

async function sizesOf(
  client: pg.Client,
  tables: readonly string[],
  schemas: readonly string[],
): Promise<ReadonlyMap<string, Sizes>> {
  const {rows} = await client.query<Sizes & {table: string}>(
    `SELECT c.relname AS "table", count(*)::int AS tenants,
            CASE WHEN bool_and(c.reltuples >= 0) THEN sum(c.reltuples)::float8 END AS rows,
            sum(pg_total_relation_size(c.oid))::float8 AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ANY ($1) AND n.nspname = ANY ($2) GROUP BY 1`,
    [tables, schemas],
  )
  return new Map(rows.map(({table, ...sizes}) => [table, sizes]))
}
