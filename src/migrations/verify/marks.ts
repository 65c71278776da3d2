import type pg from 'pg'

/** What this transaction has written so far. */
export type Marks = {
  /** How often it wrote to the catalogs: while that stays, so does the schema. */
  readonly catalogs: string
  /** The same for each table, by its quoted name. */
  readonly tables: ReadonlyMap<string, string>
}

// The server counts what a transaction writes, catalogs included. TRUNCATE is not counted, but gives a new file.
const SQL = `
  SELECT name, string_agg(mark, ' ') AS mark FROM (
    SELECT '' AS name,
           sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid))::text AS mark
      FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace AND relname !~ '^pg_statistic'
    UNION ALL
    SELECT format('%I.%I', n.nspname, c.relname),
           concat_ws('/', pg_stat_get_xact_tuples_inserted(c.oid), pg_stat_get_xact_tuples_updated(c.oid),
                     pg_stat_get_xact_tuples_deleted(c.oid), pg_relation_filenode(c.oid))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND c.oid >= 16384 AND n.nspname <> 'pgplumb'
       AND c.relname <> 'schema_migrations') AS found
   GROUP BY name`

export async function marks(client: pg.Client): Promise<Marks> {
  const {rows} = await client.query<{name: string; mark: string}>(SQL)
  const tables = new Map(rows.map(({name, mark}) => [name, mark]))
  const catalogs = tables.get('') ?? ''
  tables.delete('')
  return {catalogs, tables}
}

/** The tables written to between the two. */
export const written = (before: Marks, after: Marks): string[] =>
  [...after.tables].flatMap(([name, mark]) => (before.tables.get(name) === mark ? [] : [name]))

/** The rows of each table as a number and a hash that do not depend on their order; absent where there is no such table. */
export async function rowSums(client: pg.Client, tables: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>()
  for (const table of tables) {
    const {rows: found} = await client.query<{there: boolean}>('SELECT to_regclass($1) IS NOT NULL AS there', [table])
    if (!found[0]?.there) continue
    const {rows} = await client.query<{sum: string}>(
      // A materialized view that holds nothing yet cannot be read.
      `SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum FROM ${table} t`,
    )
    sums.set(table, rows[0]?.sum ?? '')
  }
  return sums
}

/** All tables there are, for where nothing was counted. */
export async function allTables(client: pg.Client): Promise<string[]> {
  return [...(await marks(client)).tables.keys()]
}
