import type pg from 'pg'
import {quoteQualified} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {keyOf} from './entry.ts'
import {prefixes} from './home.ts'

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
 * Reads from pg_depend who depends on whom; with `of` (keys as of `keyOf`) only what concerns those who depend on these,
 * directly or not, which costs a fraction where there are many.
 */
export async function readDependencies(client: pg.Client, of: readonly string[] | null = null): Promise<Dependency[]> {
  const {rows: settings} = await client.query<{path: string; jit: string}>(
    "SELECT current_setting('search_path') AS path, current_setting('jit') AS jit",
  )
  // It compiles for longer than the query takes.
  const set = "SELECT set_config('search_path', $1, false), set_config('jit', $2, false)"
  await client.query(set, ['', 'off'])
  const {rows} = await client.query<Row>(await readSql('catalog/dependencies.sql'), of ? scope(of) : [null, null, null])
  await client.query(set, [settings[0]?.path ?? '', settings[0]?.jit ?? 'off'])
  return rows.map((row) => ({
    dependent: keyOf(row),
    part: row.part === null ? null : {kind: row.part, name: row.name ?? ''},
    referenced: keyOf({type: row.referenced_type, schema: row.referenced_schema, tag: row.referenced_tag}),
    column: row.referenced_column,
    ofPartition: row.of_partition,
  }))
}

const RELATIONS = new Set(['TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE', 'INDEX'])
const TYPES = new Set(['TYPE', 'DOMAIN'])
const ROUTINES = new Set(['FUNCTION', 'PROCEDURE'])
/** Tagged `table name`, where either may hold spaces. */
const BOUND = new Set(['CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT', 'TRIGGER', 'POLICY', 'RULE'])
/** Nothing depends on them. */
const LEAVES = new Set(['COMMENT', 'ACL', 'DEFAULT ACL', 'ROW SECURITY', 'SECURITY LABEL', 'SETTING', 'STATISTICS'])

/** Names for the query, by catalog; all nulls where a key is of what has no such name. */
function scope(keys: readonly string[]): (string[] | null)[] {
  const relations: string[] = []
  const types: string[] = []
  const routines: string[] = []
  for (const key of keys) {
    const [type = '', schema = '', tag = ''] = key.split('\n')
    if (RELATIONS.has(type)) relations.push(quoteQualified(schema, tag))
    else if (BOUND.has(type)) relations.push(...prefixes(tag).map((name) => quoteQualified(schema, name)))
    else if (TYPES.has(type)) types.push(quoteQualified(schema, tag))
    else if (ROUTINES.has(type)) {
      const at = tag.lastIndexOf('(')
      routines.push(`${quoteQualified(schema, tag.slice(0, at))}${tag.slice(at)}`)
    } else if (!LEAVES.has(type)) return [null, null, null]
  }
  return [relations, types, routines]
}
