import type pg from 'pg'
import {to as copyTo} from 'pg-copy-streams'
import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import {writeArchive} from '../../postgres/archive/write.ts'
import type {PgDumpChoice} from '../../postgres/pg-dump/choice.ts'
import {dumpSchema} from '../../postgres/pg-dump/dump.ts'
import {quoteQualified} from '../../postgres/quote.ts'
import {cancelOn} from '../../postgres/script/interrupt.ts'
import {cut} from '../dump/cut.ts'
import {largeObjectDrafts, largeObjects} from './large-objects.ts'
import {copyOut, rowsDraft, sequenceDrafts, tablesWithRows} from './rows.ts'
import {type Draft, draftOf, inOrder, refreshOf, SETTINGS} from './toc.ts'

export type DatabaseArchiveOptions = {
  readonly pgDump: PgDumpChoice
  /** These schemas; null: the whole database. */
  readonly schemas: readonly string[] | null
  /** What comes before all objects. */
  readonly first?: readonly Draft[]
  readonly signal?: AbortSignal | undefined
  readonly onTable?: (table: string) => void
}

export type Archived = {readonly tables: number; readonly rows: number}

/**
 * Writes the schema of a database and its rows into an archive that pg_restore can read, all as of the moment that `client`
 * sees: its transaction must be REPEATABLE READ. Rows pass through and are not held.
 * @throws Failure `cannot_write`, those of `dumpSchema`
 */
export async function archiveDatabase(
  address: Address,
  client: pg.Client,
  file: string,
  options: DatabaseArchiveOptions,
): Promise<Archived> {
  const release = await cancelOn(client, options.signal)
  try {
    return await archive(address, client, file, options)
  } finally {
    await release()
  }
}

async function archive(
  address: Address,
  client: pg.Client,
  file: string,
  {pgDump, schemas, first = [], signal, onTable}: DatabaseArchiveOptions,
): Promise<Archived> {
  const {rows: snapshots} = await client.query<{id: string}>('SELECT pg_catalog.pg_export_snapshot() AS id')
  const {entries, serverVersion} = await cut(
    dumpSchema(address, pgDump, {
      ...(schemas === null ? {} : {schemas}),
      ...(snapshots[0] ? {snapshot: snapshots[0].id} : {}),
      ...(signal ? {signal} : {}),
    }),
    {owners: true},
  )
  const tables = await tablesWithRows(client, schemas)
  const large = schemas === null ? await largeObjectDrafts(client) : []
  const toc = inOrder(
    [...SETTINGS, ...first, ...entries.map(draftOf), ...large.filter(({hasData}) => !hasData)],
    [...tables.map(rowsDraft), ...(await sequenceDrafts(client, schemas)), ...large.filter(({hasData}) => hasData)],
    entries.filter(({type, text}) => type === 'MATERIALIZED VIEW' && !/WITH NO DATA;\s*$/.test(text)).map(refreshOf),
  )
  const byName = new Map(tables.map((table) => [quoteQualified(table.schema, table.name), table]))
  let rows = 0
  const copied = async function* (table: string): AsyncGenerator<Buffer, void, undefined> {
    const found = byName.get(table)
    if (!found) throw new Error(`${table} is not among those that were read`)
    signal?.throwIfAborted()
    onTable?.(found.name)
    const copy = client.query(copyTo(copyOut(found)))
    yield* copy
    rows += copy.rowCount ?? 0
  }
  const written = {
    database: address.database,
    serverVersion: serverVersion ?? '',
    dumpVersion: pgDump.version,
    at: new Date(),
    entries: toc,
  }
  try {
    await writeArchive(
      file,
      written,
      ({schema, tag}) => copied(quoteQualified(schema ?? '', tag)),
      () => largeObjects(client),
    )
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new Failure('cannot_write', `cannot write ${file}: ${error.message}`, {cause: error})
    throw error
  }
  return {tables: tables.length, rows}
}
