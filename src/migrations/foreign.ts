import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Folder, Migration} from './files.ts'
import {compareVersions, isNumber, sameVersion} from './version.ts'

/** What another tool's history says. Its table is read and never changed. */
export type ForeignHistory = {
  readonly tool: string
  /** Qualified, as SQL writes it. */
  readonly table: string
  /** What is in effect, in the tool's own words: a number, or a name that begins with one. */
  readonly applied: readonly string[]
  /** Whether only the last one is kept, which stands for all before it. */
  readonly lastOnly: boolean
}

type Tool = {
  readonly tool: string
  readonly table: string
  /** Columns by which its table is known. */
  readonly columns: readonly string[]
  /** Another table that only this tool has. */
  readonly beside?: string
  /** A query for the column `applied`. */
  readonly sql: string
  readonly lastOnly?: boolean
}

const versions = (table: string, where = 'true') =>
  `SELECT version::text AS applied FROM ${table} WHERE ${where} ORDER BY 1`

// Of those that use the same table, the first that fits.
const TOOLS: readonly Tool[] = [
  {
    tool: 'golang-migrate',
    table: 'public.schema_migrations',
    columns: ['version', 'dirty'],
    // While it is dirty, nobody knows how much of the file is in effect.
    sql: versions('public.schema_migrations', 'NOT dirty'),
    lastOnly: true,
  },
  {
    tool: 'Rails',
    table: 'public.schema_migrations',
    columns: ['version'],
    beside: 'public.ar_internal_metadata',
    sql: versions('public.schema_migrations'),
  },
  {tool: 'dbmate', table: 'public.schema_migrations', columns: ['version'], sql: versions('public.schema_migrations')},
  {
    tool: 'Supabase',
    table: 'supabase_migrations.schema_migrations',
    columns: ['version'],
    sql: versions('supabase_migrations.schema_migrations'),
  },
  {
    tool: 'node-pg-migrate',
    table: 'public.pgmigrations',
    columns: ['id', 'name', 'run_on'],
    sql: 'SELECT name AS applied FROM public.pgmigrations ORDER BY id',
  },
  {
    tool: 'Flyway',
    table: 'public.flyway_schema_history',
    columns: ['installed_rank', 'version', 'success'],
    // What it undid, or only took as given (a baseline), has rows of its own types.
    sql: `SELECT version AS applied FROM (
            SELECT DISTINCT ON (version) version, type, success FROM public.flyway_schema_history
             WHERE version IS NOT NULL ORDER BY version, installed_rank DESC) last
           WHERE success AND type NOT LIKE 'UNDO%' AND type <> 'DELETE' ORDER BY 1`,
  },
  {
    tool: 'Prisma',
    table: 'public._prisma_migrations',
    columns: ['migration_name', 'finished_at', 'rolled_back_at'],
    sql: `SELECT migration_name AS applied FROM public._prisma_migrations
           WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  },
  {
    tool: 'graphile-migrate',
    table: 'graphile_migrate.migrations',
    columns: ['hash', 'filename'],
    sql: 'SELECT filename AS applied FROM graphile_migrate.migrations ORDER BY date, filename',
  },
]

/** The history of another tool in this database, if there is one that is known. */
export async function foreignHistory(client: pg.Client): Promise<ForeignHistory | null> {
  for (const {tool, table, columns, beside = table, sql, lastOnly = false} of TOOLS) {
    const {rows} = await client.query<{fits: boolean}>(
      `SELECT to_regclass($1) IS NOT NULL AND to_regclass($3) IS NOT NULL AND NOT EXISTS (
         SELECT FROM unnest($2::text[]) AS wanted WHERE NOT EXISTS (
           SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = wanted AND NOT attisdropped)) AND NOT EXISTS (
         SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'applied_at') AS fits`,
      [table, columns, beside],
    )
    if (!rows[0]?.fits) continue
    const {rows: found} = await client.query<{applied: string}>(sql)
    return {tool, table, applied: found.map((row) => row.applied), lastOnly}
  }
  return null
}

export type Mapped = {readonly files: readonly Migration[]; readonly unmatched: readonly string[]}

/**
 * The files that another tool has applied, by the number with which its version or name begins.
 * @throws Failure `unmatched_history` where not one of them is there
 */
export function filesOf({tool, table, applied, lastOnly}: ForeignHistory, folder: Folder): Mapped {
  const numbers = applied.map((version) => ({version, number: /^V?(\d+(?:[._]\d+)*)/.exec(version)?.[1]}))
  const isIn = (file: Migration, number: string | undefined): boolean =>
    number !== undefined &&
    (sameVersion(file.version, number) ||
      sameVersion(file.version, number.split('_')[0] ?? '') ||
      (lastOnly && isNumber(number) && compareVersions(file.version, number) < 0))
  const files = folder.versioned.filter((file) => numbers.some(({number}) => isIn(file, number)))
  const unmatched = numbers.filter(({number}) => !folder.versioned.some((file) => isIn(file, number)))
  if (applied.length > 0 && files.length === 0)
    throw new Failure(
      'unmatched_history',
      `none of the ${applied.length} versions in ${table} (${tool}) is a file of ${folder.path}`,
      {
        detail: `it has ${applied.slice(0, 5).join(', ')}${applied.length > 5 ? ' …' : ''}`,
        hint: 'give the files the numbers that they have there, or say which is the last one: --to VERSION',
      },
    )
  return {files, unmatched: unmatched.map(({version}) => version)}
}
