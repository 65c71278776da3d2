import {mkdir, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import type {PgDumpChoice} from '../../postgres/pg-dump/choice.ts'
import {quoteIdent, quoteQualified} from '../../postgres/quote.ts'
import {archiveDatabase} from '../../schema/archive/write.ts'
import type {OpenRegistry} from '../registry.ts'
import type {Tenant} from '../tenant.ts'
import {SAME_TEXT} from './contents.ts'
import {headerLine} from './format.ts'

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
 * Writes a tenant into an archive of pg_dump's custom format: its schema, its rows, its sequences, and its row of the registry
 * as a comment. In the transaction that `freeze` began. The file is there as a whole or not at all, and readable by its
 * owner only.
 * @throws Failure `cannot_write`, and those of `dumpSchema`
 */
export async function writeBackup(
  address: Address,
  client: pg.Client,
  {name, schema}: Tenant,
  file: string,
  {pgDump, registry, signal}: BackupOptions,
): Promise<Backup> {
  const {rows: registered} = await client.query<{row: Record<string, unknown> | null; version: string}>(
    `SELECT pg_catalog.current_setting('server_version') AS version,
            (SELECT pg_catalog.to_jsonb(t) FROM ${registry.table} t WHERE ${quoteIdent(registry.schema)}::text = $1 LIMIT 1) AS row`,
    [schema],
  )
  const {version = '', row = null} = registered[0] ?? {}
  const header = headerLine({format: 1, name, schema, version, at: new Date().toISOString(), row})
  const half = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), {recursive: true})
    await rm(half, {force: true})
    const first = [
      {type: 'COMMENT', tag: 'pgplumb tenant', schema: null, owner: '', section: 'none' as const, sql: header},
    ]
    const {tables, rows} = await archiveDatabase(address, client, half, {pgDump, schemas: [schema], first, signal})
    await rename(half, file)
    return {file, tables, rows}
  } catch (error) {
    await rm(half, {force: true})
    if (error instanceof Error && 'syscall' in error)
      throw new Failure('cannot_write', `cannot write ${file}: ${error.message}`, {cause: error})
    throw error
  }
}
