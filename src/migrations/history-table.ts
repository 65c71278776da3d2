import type pg from 'pg'
import {quoteIdent} from '../postgres/quote.ts'
import {foreign, type HistoryTable, historyName} from './history.ts'

// In the order in which a person wants to read them.
const COLUMNS = {
  version: 'varchar PRIMARY KEY',
  applied_at: 'timestamptz',
  name: 'text',
  checksum: 'text',
  text_checksum: 'text',
  duration_ms: 'bigint',
  applied_by: 'text',
  tool_version: 'text',
  baseline: 'boolean',
  statements_total: 'integer',
  statements_done: 'integer',
  done_checksum: 'text',
  undoing: 'boolean',
  running: 'jsonb',
  error: 'text',
}

const COMMENT =
  'Which migrations are in effect, kept by pgplumb. applied_at is null while only statements_done of statements_total are.'

type Column = {name: string; type: string; required: boolean; key: boolean}

/**
 * Makes the table, or brings an older one (that had perhaps only `version` and `applied_at`) up to date,
 * in one transaction. Call it under the lock.
 * @throws Failure `foreign_history`
 */
export async function ensureHistory(client: pg.Client, table: HistoryTable): Promise<void> {
  const ddl = await historyDdl(client, table)
  if (ddl.length > 0) await client.query(['BEGIN', ...ddl, 'COMMIT'].join(';\n')).catch(rollBack(client))
}

/** Whether a history table with these columns needs nothing done to it. */
export const isCurrent = (columns: readonly string[]): boolean =>
  Object.keys(COLUMNS).every((name) => columns.includes(name))

/** What is to be done to the table; nothing, as a rule. */
export async function historyDdl(client: pg.Client, table: HistoryTable): Promise<readonly string[]> {
  const {rows: columns} = await client.query<Column>(
    `SELECT a.attname AS name, a.atttypid::regtype::text AS type,
            a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS required,
            EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indisvalid
                     AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS key
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped`,
    [table.schema, table.table],
  )
  return columns.length === 0 ? create(client, table) : upgrade(table, columns)
}

async function create(client: pg.Client, table: HistoryTable): Promise<string[]> {
  const {rowCount} = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [table.schema])
  const columns = Object.entries(COLUMNS).map(([name, type]) => `  ${name} ${type}${defaults(name)}`)
  return [
    ...(rowCount === 0 ? [`CREATE SCHEMA ${quoteIdent(table.schema)}`] : []),
    `CREATE TABLE IF NOT EXISTS ${historyName(table)} (\n${columns.join(',\n')}\n)`,
    `COMMENT ON TABLE ${historyName(table)} IS '${COMMENT}'`,
  ]
}

function upgrade(table: HistoryTable, columns: readonly Column[]): string[] {
  const alter = `ALTER TABLE ${historyName(table)}`
  const version = columns.find((column) => column.name === 'version')
  if (!version) throw foreign(table, 'it has no column "version"')
  if (!['character varying', 'text'].includes(version.type))
    throw foreign(table, `its version is of type ${version.type}`)
  const stranger = columns.find(({name, required}) => required && name !== 'version' && name !== 'applied_at')
  if (stranger) throw foreign(table, `its column "${stranger.name}" needs a value`)
  const missing = Object.entries(COLUMNS).filter(([name]) => !columns.some((column) => column.name === name))
  if (missing.length === 0) return []
  return [
    // Without a default at first: when the old rows were applied is not known.
    ...missing.map(([name, type]) => `${alter} ADD COLUMN IF NOT EXISTS ${name} ${type}`),
    `${alter} ALTER COLUMN version TYPE varchar`,
    ...(version.key ? [] : [`${alter} ADD UNIQUE (version)`]),
    `${alter} ALTER COLUMN applied_at DROP NOT NULL`,
    `${alter} ALTER COLUMN applied_at SET DEFAULT now()`,
    `COMMENT ON TABLE ${historyName(table)} IS '${COMMENT}'`,
  ]
}

const defaults = (name: string): string => (name === 'applied_at' ? ' DEFAULT now()' : '')

const rollBack = (client: pg.Client) => async (error: unknown) => {
  await client.query('ROLLBACK')
  throw error
}
