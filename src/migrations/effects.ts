import type {Node, RangeVar} from 'libpg-query'
import type pg from 'pg'
import {quoteIdent, quoteQualified} from '../postgres/quote.ts'
import {runsAlone} from './transactions.ts'

/**
 * What a statement that runs outside a transaction is about to change, as names or OIDs; null where running it
 * twice does no harm (VACUUM, ALTER SYSTEM) or nothing can be known of it. Recorded before it runs, so that after
 * a crash the next run sees whether it had its effect.
 */
export async function before(client: pg.Client, node: Node | null): Promise<readonly string[] | null> {
  if (node === null) return null
  if ('IndexStmt' in node) return (await indexesOf(client, node.IndexStmt.relation)).map((index) => index.oid)
  if ('ReindexStmt' in node) return (await leftovers(client)).map((index) => index.oid)
  const query = existence(node)
  return query && (await client.query<{name: string}>(query.sql, query.values)).rows.map((row) => row.name)
}

/** Whether the statement had its effect since `earlier` was taken. Invalid indexes it left are dropped. */
export async function tookEffect(
  client: pg.Client,
  node: Node | null,
  earlier: readonly string[],
  onDrop: (index: string) => void,
): Promise<boolean> {
  if (node && ('IndexStmt' in node || 'ReindexStmt' in node)) {
    const indexes = 'IndexStmt' in node ? await indexesOf(client, node.IndexStmt.relation) : await leftovers(client)
    const made = indexes.filter((index) => !earlier.includes(index.oid))
    for (const index of made.filter((index) => !index.valid)) await drop(client, index.name, onDrop)
    return 'IndexStmt' in node && made.some((index) => index.valid && isNamed(index.bare, node.IndexStmt.idxname))
  }
  const pending = await detachPending(client, node)
  if (pending) {
    await client.query(`ALTER TABLE ${pending.table} DETACH PARTITION ${pending.partition} FINALIZE`)
    return true
  }
  const now = await before(client, node)
  return now !== null && now.length !== earlier.length
}

/** Drops the INVALID index that has the name a CREATE INDEX is to give, so that IF NOT EXISTS does not pass over it. */
export async function dropInvalid(
  client: pg.Client,
  node: Node | null,
  onDrop: (index: string) => void,
): Promise<void> {
  if (!node || !('IndexStmt' in node)) return
  const {idxname, relation} = node.IndexStmt
  const found = (await indexesOf(client, relation)).find((index) => index.bare === idxname && !index.valid)
  if (found) await drop(client, found.name, onDrop)
}

/** Whether there is, after CREATE INDEX, a valid index of that name on that table. */
export async function isBuilt(client: pg.Client, node: Node | null): Promise<boolean> {
  if (!node || !('IndexStmt' in node) || node.IndexStmt.idxname === undefined) return true
  const {idxname, relation} = node.IndexStmt
  return (await indexesOf(client, relation)).some((index) => index.bare === idxname && index.valid)
}

// PostgreSQL's own choice of a name ends so.
const isNamed = (bare: string, name: string | undefined): boolean =>
  name === undefined ? /_idx[0-9]*$/.test(bare) : bare === name

type Index = {oid: string; name: string; bare: string; valid: boolean}

const INDEX = `SELECT i.indexrelid::oid::text AS oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
  c.relname AS bare, i.indisvalid AS valid
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace`

const indexesOf = async (client: pg.Client, relation: RangeVar | undefined): Promise<Index[]> =>
  (await client.query<Index>(`${INDEX} WHERE i.indrelid = to_regclass($1)`, [nameOf(relation)])).rows

// REINDEX CONCURRENTLY names its copies so. Those that someone is building at this moment are theirs.
const leftovers = async (client: pg.Client): Promise<Index[]> =>
  (
    await client.query<Index>(
      `${INDEX} WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
       AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid AND p.pid <> pg_backend_pid())`,
    )
  ).rows

async function drop(client: pg.Client, index: string, onDrop: (index: string) => void): Promise<void> {
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`)
  onDrop(index)
}

/** A query for those of the objects concerned that exist. */
function existence(node: Node): {sql: string; values: unknown[]} | null {
  const named = (catalog: string, column: string, name: string | undefined) => ({
    sql: `SELECT ${column} AS name FROM ${catalog} WHERE ${column} = $1`,
    values: [name],
  })
  if ('CreatedbStmt' in node) return named('pg_database', 'datname', node.CreatedbStmt.dbname)
  if ('DropdbStmt' in node) return named('pg_database', 'datname', node.DropdbStmt.dbname)
  if ('CreateTableSpaceStmt' in node) return named('pg_tablespace', 'spcname', node.CreateTableSpaceStmt.tablespacename)
  if ('DropTableSpaceStmt' in node) return named('pg_tablespace', 'spcname', node.DropTableSpaceStmt.tablespacename)
  if ('CreateSubscriptionStmt' in node) return named('pg_subscription', 'subname', node.CreateSubscriptionStmt.subname)
  if ('DropSubscriptionStmt' in node) return named('pg_subscription', 'subname', node.DropSubscriptionStmt.subname)
  if ('DropStmt' in node && runsAlone(node)) {
    const sql = 'SELECT n AS name FROM unnest($1::text[]) n WHERE to_regclass(n) IS NOT NULL'
    return {sql, values: [(node.DropStmt.objects ?? []).map(listName)]}
  }
  const detached = detachedFrom(node)
  if (!detached) return null
  const sql = `SELECT inhrelid::text AS name FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)`
  return {sql, values: [detached.table, detached.partition]}
}

function detachedFrom(node: Node | null): {table: string; partition: string} | null {
  if (!node || !('AlterTableStmt' in node) || !runsAlone(node)) return null
  for (const command of node.AlterTableStmt.cmds ?? []) {
    const def = 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
    if (def && 'PartitionCmd' in def)
      return {table: nameOf(node.AlterTableStmt.relation), partition: nameOf(def.PartitionCmd.name)}
  }
  return null
}

async function detachPending(client: pg.Client, node: Node | null): Promise<{table: string; partition: string} | null> {
  const detached = detachedFrom(node)
  if (!detached) return null
  const {rowCount} = await client.query(
    `SELECT FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2) AND inhdetachpending`,
    [detached.table, detached.partition],
  )
  return rowCount ? detached : null
}

const nameOf = (relation: RangeVar | undefined): string =>
  relation?.schemaname === undefined
    ? quoteIdent(relation?.relname ?? '')
    : quoteQualified(relation.schemaname, relation.relname ?? '')

const listName = (node: Node): string =>
  ('List' in node ? (node.List.items ?? []) : [])
    .flatMap((part) => ('String' in part && part.String.sval !== undefined ? [quoteIdent(part.String.sval)] : []))
    .join('.')
