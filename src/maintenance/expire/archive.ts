import {mkdir, open} from 'node:fs/promises'
import {join} from 'node:path'
import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {isServerError} from '../../postgres/errors.ts'
import {quoteIdent, quoteQualified} from '../../postgres/quote.ts'
import type {ExpiryRule} from './rule.ts'

/** Where deleted rows go. */
export type Archive =
  | {readonly kind: 'none'}
  /** `identity` and the columns are quoted. */
  | {readonly kind: 'table'; readonly identity: string; readonly columns: string}
  /** Writes rows, and resolves when they are on the disk. */
  | {readonly kind: 'file'; readonly path: string; readonly append: (rows: readonly unknown[]) => Promise<void>}

type Source = {readonly oid: string; readonly schema: string; readonly name: string; readonly identity: string}

/**
 * Prepares the archive of a table. One named without a schema is made in the table's own: each tenant has one.
 * @throws Failure `bad_archive`
 */
export async function openArchive(client: pg.Client, rule: ExpiryRule, source: Source): Promise<Archive> {
  const {archive} = rule
  if (!archive) return {kind: 'none'}
  if ('folder' in archive) return fileArchive(archive.folder, source)
  const [first = '', second] = archive.table.split('.')
  const identity = second === undefined ? quoteQualified(source.schema, first) : quoteQualified(first, second)
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS ${identity} (LIKE ${source.identity})`)
    const columns = await columnsOf(client, source.oid)
    await client.query(`SELECT ${columns} FROM ${identity} LIMIT 0`)
    return {kind: 'table', identity, columns}
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('bad_archive', `rows of ${source.identity} cannot be kept in ${identity}: ${error.message}`, {
      hint: `it has to have the same columns: CREATE TABLE ${identity} (LIKE ${source.identity})`,
      cause: error,
    })
  }
}

async function columnsOf(client: pg.Client, oid: string): Promise<string> {
  const {rows} = await client.query<{name: string}>(
    `SELECT attname AS name FROM pg_catalog.pg_attribute
      WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [oid],
  )
  return rows.map(({name}) => quoteIdent(name)).join(', ')
}

function fileArchive(folder: string, {schema, name}: Source): Archive {
  const file = `${schema}.${name}`.replace(/[^\w.-]/g, '_')
  const path = join(folder, `${file}-${new Date().toISOString().slice(0, 10)}.jsonl`)
  return {
    kind: 'file',
    path,
    append: async (rows) => {
      if (rows.length === 0) return
      await mkdir(folder, {recursive: true, mode: 0o700})
      // Rows may hold secrets.
      const handle = await open(path, 'a', 0o600)
      try {
        await handle.appendFile(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
  }
}

/** What a DELETE returns for the archive. */
export const returning = (archive: Archive): string =>
  archive.kind === 'table'
    ? ` RETURNING ${archive.columns}`
    : archive.kind === 'file'
      ? ' RETURNING to_jsonb(gone_row) AS row'
      : ''
