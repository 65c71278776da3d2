import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import {mkdir, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {finished} from 'node:stream/promises'
import type pg from 'pg'
import {to as copyTo} from 'pg-copy-streams'
import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import type {PgDumpChoice} from '../../postgres/pg-dump/choice.ts'
import {dumpSchema} from '../../postgres/pg-dump/dump.ts'
import {quoteIdent, quoteLiteral, quoteQualified} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {loadParser} from '../../schema/parse.ts'
import {readDump} from '../../schema/read.ts'
import {isAfterRows, isGrant, terminated} from '../blueprint.ts'
import {ownerStatements} from '../owners.ts'
import type {OpenRegistry} from '../registry.ts'
import type {Tenant} from '../tenant.ts'
import {SAME_TEXT} from './contents.ts'
import {endLine, headerLine, partLine} from './format.ts'

export type BackupOptions = {
  readonly pgDump: PgDumpChoice
  readonly registry: OpenRegistry
  readonly signal?: AbortSignal | undefined
}

export type Backup = {
  readonly file: string
  readonly tables: number
  readonly rows: number
}

/**
 * Begins a transaction in which a tenant stays as it is: others may read, and write too unless `alone`.
 * @throws the server's errors
 */
export async function freeze(client: pg.Client, schema: string, {alone}: {readonly alone: boolean}): Promise<void> {
  const {rows} = await client.query<{name: string}>({
    text: `SELECT relname::text AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') ORDER BY 1`,
    values: [schema],
  })
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '10s'; ${SAME_TEXT}`)
  // LOCK takes no snapshot: the one that counts is taken after all writers are done.
  if (rows.length > 0)
    await client.query(
      `LOCK TABLE ${rows.map(({name}) => quoteQualified(schema, name)).join(', ')} IN ${alone ? 'SHARE' : 'ACCESS SHARE'} MODE`,
    )
}

/**
 * Writes a tenant into a file: its schema as pg_dump has it, its rows, its sequences, its row of the registry. In the
 * transaction that `freeze` began. The file is there as a whole or not at all, and readable by its owner only.
 * @throws Failure `cannot_write`, and those of `dumpSchema`
 */
export async function writeBackup(
  address: Address,
  client: pg.Client,
  {name, schema}: Tenant,
  file: string,
  {pgDump, registry, signal}: BackupOptions,
): Promise<Backup> {
  const [{entries, serverVersion}] = await Promise.all([
    readDump(dumpSchema(address, pgDump, {schemas: [schema], ...(signal ? {signal} : {})})),
    loadParser(),
  ])
  const own = [...entries.values()]
  const objects = own.filter((entry) => !isGrant(entry))
  const split = objects.findIndex(isAfterRows)
  const [first, then] = split < 0 ? [objects, []] : [objects.slice(0, split), objects.slice(split)]
  const {rows: registered} = await client.query<{row: Record<string, unknown>}>(
    `SELECT pg_catalog.to_jsonb(t) AS row FROM ${registry.table} t WHERE ${quoteIdent(registry.schema)}::text = $1`,
    [schema],
  )
  const half = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), {recursive: true})
    const out = createWriteStream(half, {mode: 0o600})
    const failed = finished(out)
    // Awaited below; a failure before that must not end the process.
    failed.catch(() => {})
    const write = async (text: string | Buffer): Promise<void> => {
      if (!out.write(text)) await Promise.race([once(out, 'drain'), failed])
    }
    const at = new Date().toISOString()
    await write(
      headerLine({format: 1, name, schema, version: serverVersion ?? '', at, row: registered[0]?.row ?? null}),
    )
    await write(PREAMBLE)
    await write(partLine('before the rows'))
    for (const entry of first) await write(`${terminated(entry.text)}\n\n`)
    await write(partLine('rows'))
    const counts = await writeRows(client, schema, write, signal)
    await write(partLine('after the rows'))
    for (const entry of then) await write(`${terminated(entry.text)}\n\n`)
    for (const {type, tag} of own)
      if (type === 'MATERIALIZED VIEW') await write(`REFRESH MATERIALIZED VIEW ${quoteQualified(schema, tag)};\n\n`)
    for (const sql of ownerStatements(own, '')) await write(`${sql}\n`)
    for (const entry of own.filter(isGrant)) await write(`${terminated(entry.text)}\n\n`)
    await write(endLine(counts))
    out.end()
    await failed
    await rename(half, file)
    const all = Object.values(counts)
    return {file, tables: all.length, rows: all.reduce((sum, count) => sum + count, 0)}
  } catch (error) {
    await rm(half, {force: true})
    if (error instanceof Error && 'syscall' in error)
      throw new Failure('cannot_write', `cannot write ${file}: ${error.message}`, {cause: error})
    throw error
  }
}

const PREAMBLE = `
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = off;
SET row_security = off;
SELECT pg_catalog.set_config('search_path', '', false);
`

async function writeRows(
  client: pg.Client,
  schema: string,
  write: (text: string | Buffer) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Record<string, number>> {
  const {rows: tables} = await client.query<{name: string; columns: string[]}>(
    await readSql('tenants/backup-tables.sql'),
    [schema],
  )
  const counts: Record<string, number> = {}
  for (const {name, columns} of tables) {
    signal?.throwIfAborted()
    const what = `${quoteQualified(schema, name)} (${columns.map(quoteIdent).join(', ')})`
    await write(`COPY ${what} FROM stdin;\n`)
    const rows = client.query(copyTo(`COPY ${what} TO STDOUT`))
    for await (const chunk of rows) await write(chunk)
    counts[name] = rows.rowCount ?? 0
    await write('\\.\n\n')
  }
  const {rows: sequences} = await client.query<{name: string; value: string}>(
    await readSql('tenants/backup-sequences.sql'),
    [schema],
  )
  for (const {name, value} of sequences)
    await write(
      `SELECT pg_catalog.setval(${quoteLiteral(quoteQualified(schema, name))}::pg_catalog.regclass, ${value});\n`,
    )
  return counts
}
