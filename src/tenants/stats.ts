import type pg from 'pg'
import {quoteLiteral, quoteQualified} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import type {Placement} from './citus.ts'
import type {Tenant} from './tenant.ts'

export type TableStats = {
  readonly schema: string
  readonly name: string
  /** Null where nobody knows: no ANALYZE has been there, or it is a parent of partitions. */
  readonly rows: number | null
  readonly bytes: number
  readonly deadRows: number
}

export type TenantStats = {
  readonly name: string
  readonly schema: string
  readonly tables: number
  readonly rows: number
  readonly deadRows: number
  readonly bytes: number
  /** Inserts, updates and deletes since the statistics were reset. */
  readonly writes: number
  /** When a table of it was last read; null where the server does not know (before PostgreSQL 16). */
  readonly lastActivity: Date | null
  readonly largest: TableStats | null
  /** Exact counts of the tables that were asked for; null where the tenant has no such table. */
  readonly counts: Readonly<Record<string, number | null>>
  /** With Citus, the node that its schema is on; null where it is not distributed. */
  readonly node?: string | null
}

export type Stats = {
  /** The largest first. */
  readonly tenants: readonly TenantStats[]
  /** The largest first. */
  readonly tables: readonly TableStats[]
  /** Whether rows were counted, or estimated from the statistics. */
  readonly exact: boolean
}

export type StatsOptions = {
  /** Counts all rows rather than estimate them. */
  readonly exact?: boolean
  /** Tables whose rows are counted in each tenant. */
  readonly count?: readonly string[]
}

/** With the node that each tenant is on, and its size there: the coordinator's own tables are empty. */
export function withPlacements(stats: Stats, placements: ReadonlyMap<string, Placement>): Stats {
  const tenants = stats.tenants.map((tenant): TenantStats => {
    const placement = placements.get(tenant.schema)
    return {...tenant, node: placement?.node ?? null, bytes: placement?.bytes ?? tenant.bytes}
  })
  return {...stats, tenants: tenants.sort(bySize)}
}

type Row = TableStats & {readonly writes: number; readonly lastScan: Date | null; readonly partition: boolean}

/** What each tenant holds: one query for all, and one a tenant where rows are to be counted. */
export async function tenantStats(
  client: pg.Client,
  tenants: readonly Tenant[],
  {exact = false, count = []}: StatsOptions = {},
): Promise<Stats> {
  const {rows} = await client.query<Row>(await readSql('tenants/stats.sql'), [tenants.map(({schema}) => schema)])
  const bySchema = new Map<string, Row[]>(tenants.map(({schema}) => [schema, []]))
  for (const row of rows) bySchema.get(row.schema)?.push(row)
  const found: TenantStats[] = []
  const all: TableStats[] = []
  for (const {name, schema} of tenants) {
    const read = bySchema.get(schema) ?? []
    const counted = exact
      ? read.map((row) => row.name)
      : read.flatMap((row) => (count.includes(row.name) ? row.name : []))
    const counts = await countRows(client, schema, counted)
    // The rows of a partitioned table are those of its partitions.
    const own = read.map((row) => (counts.has(row.name) ? {...row, rows: counts.get(row.name) ?? null} : row))
    const leaves = exact ? own.filter(({partition}) => !partition) : read
    all.push(...own)
    found.push({
      name,
      schema,
      tables: own.length,
      rows: sum(leaves.map((row) => row.rows ?? 0)),
      deadRows: sum(own.map((row) => row.deadRows)),
      bytes: sum(own.map((row) => row.bytes)),
      writes: sum(own.map((row) => row.writes)),
      lastActivity: own.reduce<Date | null>(
        (last, {lastScan}) => (lastScan && (!last || lastScan > last) ? lastScan : last),
        null,
      ),
      largest: [...own].sort(bySize)[0] ?? null,
      counts: Object.fromEntries(count.map((table) => [table, counts.get(table) ?? null])),
    })
  }
  return {
    tenants: found.sort(bySize),
    tables: all.sort(bySize).map(({schema, name, rows, bytes, deadRows}) => ({schema, name, rows, bytes, deadRows})),
    exact,
  }
}

const bySize = (a: {readonly bytes: number}, b: {readonly bytes: number}): number => b.bytes - a.bytes

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

async function countRows(
  client: pg.Client,
  schema: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (tables.length === 0) return new Map()
  const selects = tables.map(
    (table) => `SELECT ${quoteLiteral(table)} AS name, count(*)::float8 AS rows FROM ${quoteQualified(schema, table)}`,
  )
  const {rows} = await client.query<{name: string; rows: number}>(selects.join('\nUNION ALL '))
  return new Map(rows.map((row) => [row.name, row.rows]))
}
