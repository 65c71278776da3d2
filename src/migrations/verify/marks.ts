import type pg from 'pg'

/** How often this transaction has written so far to what. */
export type Marks = {
  /** While these stay, so does the schema. */
  readonly catalogs: ReadonlyMap<string, string>
  /** By their quoted names. */
  readonly tables: ReadonlyMap<string, string>
}

// The server counts what a transaction writes, catalogs included. TRUNCATE is not counted, but gives a new file.
const SQL = `
  SELECT true AS catalog, relname AS name, mark::text FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) AS mark
      FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace AND relname NOT IN ('pg_statistic', 'pg_statistic_ext_data')) AS found
   WHERE mark > 0
  UNION ALL
  SELECT false, format('%I.%I', n.nspname, c.relname),
         concat_ws('/', pg_stat_get_xact_tuples_inserted(c.oid), pg_stat_get_xact_tuples_updated(c.oid),
                   pg_stat_get_xact_tuples_deleted(c.oid), pg_relation_filenode(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND c.oid >= 16384 AND n.nspname <> 'pgplumb'
     AND c.relname <> 'schema_migrations'`

export async function marks(client: pg.Client): Promise<Marks> {
  const {rows} = await client.query<{catalog: boolean; name: string; mark: string}>({name: 'pgplumb marks', text: SQL})
  const those = (catalog: boolean) =>
    new Map(rows.filter((row) => row.catalog === catalog).map(({name, mark}) => [name, mark]))
  return {catalogs: those(true), tables: those(false)}
}

/** What was written to between the two. */
export function written(before: Marks, after: Marks): {readonly catalogs: string[]; readonly tables: string[]} {
  const changed = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    [...other].flatMap(([name, mark]) => (one.get(name) === mark ? [] : [name]))
  return {catalogs: changed(before.catalogs, after.catalogs), tables: changed(before.tables, after.tables)}
}

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
