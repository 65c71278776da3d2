import type pg from 'pg'
import {serverVersion} from '../../postgres/version.ts'

/** pg_restore_attribute_stats came with PostgreSQL 18. */
const SINCE = 180_000

// Their names are also those of the function's parameters. What is of type anyarray travels as text.
const STATISTICS: Readonly<Record<string, string>> = {
  null_frac: 'real',
  avg_width: 'integer',
  n_distinct: 'real',
  correlation: 'real',
  most_common_vals: 'text',
  most_common_freqs: 'real[]',
  histogram_bounds: 'text',
  most_common_elems: 'text',
  most_common_elem_freqs: 'real[]',
  elem_count_histogram: 'real[]',
}

const READ = `SELECT schemaname, tablename, attname, ${Object.entries(STATISTICS)
  .map(([name, type]) => `${name}::${type}::text`)
  .join(', ')}
  FROM pg_stats WHERE NOT inherited AND (schemaname, tablename) IN (SELECT * FROM unnest($1::text[], $2::text[]))`

const NAMES = ['schemaname', 'tablename', 'attname'] as const

const WRITE = `SELECT pg_restore_attribute_stats('schemaname', $1::text, 'relname', $2::text, 'attname', $3::text, 'inherited', false,
  ${Object.entries(STATISTICS)
    .map(([name, type], i) => `'${name}', $${i + 4}::text::${type}`)
    .join(', ')})`

/**
 * Has the planner of `target` judge these tables by what `source` knows of all their rows, rather than by the part that was
 * copied. False: that server is too old to be told.
 */
export async function copyStatistics(
  source: pg.Client,
  target: pg.Client,
  tables: readonly {readonly schema: string; readonly name: string}[],
): Promise<boolean> {
  if (tables.length === 0 || (await serverVersion(target)) < SINCE) return false
  const {rows} = await source.query<Record<string, string | null>>(READ, [
    tables.map(({schema}) => schema),
    tables.map(({name}) => name),
  ])
  for (const row of rows)
    await target.query(
      WRITE,
      [...NAMES, ...Object.keys(STATISTICS)].map((name) => row[name]),
    )
  return rows.length > 0
}
