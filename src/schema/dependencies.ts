import type pg from 'pg'
import {readSql} from '../postgres/sql-file.ts'
import {keyOf} from './entry.ts'

/** A part of a table that has no entry of its own, or may have none. */
export type TablePart = {readonly kind: 'column' | 'default' | 'constraint'; readonly name: string}

/** The object `dependent`, or one part of it, needs `referenced`, or one column of it. Both are keys as of `keyOf`. */
export type Dependency = {
  readonly dependent: string
  readonly part: TablePart | null
  readonly referenced: string
  readonly column: string | null
  /** Whether it is the index (or constraint) of a partition, which comes and goes with that of the whole. */
  readonly ofPartition: boolean
}

type Row = {
  readonly type: string
  readonly schema: string | null
  readonly tag: string
  readonly part: TablePart['kind'] | null
  readonly name: string | null
  readonly referenced_type: string
  readonly referenced_schema: string | null
  readonly referenced_tag: string
  readonly referenced_column: string | null
  readonly of_partition: boolean
}

/**
 * Reads from pg_depend who depends on whom: what depends on the objects of these keys (of `keyOf`), directly or not, and
 * what those depend on. Without keys all, which in a database of thousands of tables takes seconds.
 */
export async function readDependencies(
  client: pg.Client,
  keys: readonly string[] | null = null,
): Promise<Dependency[]> {
  const {rows: path} = await client.query<{search_path: string}>("SELECT current_setting('search_path') AS search_path")
  await client.query("SELECT set_config('search_path', '', false)")
  const {rows} = await client.query<Row>(await readSql('catalog/dependencies.sql'), [keys])
  await client.query("SELECT set_config('search_path', $1, false)", [path[0]?.search_path ?? ''])
  return rows.map((row) => ({
    dependent: keyOf(row),
    part: row.part === null ? null : {kind: row.part, name: row.name ?? ''},
    referenced: keyOf({type: row.referenced_type, schema: row.referenced_schema, tag: row.referenced_tag}),
    column: row.referenced_column,
    ofPartition: row.of_partition,
  }))
}
