import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from as copyFrom} from 'pg-copy-streams'
import {Failure} from '../../failure.ts'
import {isServerError} from '../errors.ts'
import {cancelOn} from '../script/interrupt.ts'
import type {OpenArchive} from './read.ts'
import {passOf, statementsOf} from './statements.ts'
import {ArchiveError, type TocEntry} from './toc.ts'

export type LoadOptions = {
  /** Puts other names into SQL. */
  readonly rename?: (sql: string) => string
  readonly signal?: AbortSignal | undefined
  readonly onEntry?: (entry: TocEntry) => void
}

/**
 * Runs an archive in a session, in pg_restore's order; rows are passed on as they are read. Within a transaction of the
 * caller's, or none. Returns how many rows each table got, by the entries' schema and tag.
 * @throws Failure `restore_failed`, which names the object; `damaged_backup`
 */
export async function loadArchive(
  client: pg.Client,
  archive: OpenArchive,
  {rename = (sql) => sql, signal, onEntry}: LoadOptions = {},
): Promise<readonly {readonly entry: TocEntry; readonly rows: number}[]> {
  const release = await cancelOn(client, signal)
  try {
    return await load(client, archive, {rename, signal, ...(onEntry ? {onEntry} : {})})
  } finally {
    await release()
  }
}

async function load(
  client: pg.Client,
  archive: OpenArchive,
  {rename, signal, onEntry}: LoadOptions & {readonly rename: (sql: string) => string},
): ReturnType<typeof loadArchive> {
  await client.query(SETTINGS)
  const loaded: {entry: TocEntry; rows: number}[] = []
  for (const pass of ['objects', 'grants', 'last'] as const)
    for (const entry of archive.entries) {
      if (passOf(entry) !== pass) continue
      signal?.throwIfAborted()
      onEntry?.(entry)
      try {
        for (const sql of statementsOf(entry)) await client.query(rename(sql))
        if (entry.type === 'BLOBS') await loadLargeObjects(client, archive, entry)
        else if (entry.hasData) loaded.push({entry, rows: await loadRows(client, archive, entry, rename)})
      } catch (error) {
        throw explained(error, entry, archive)
      }
    }
  return loaded
}

/** As pg_restore begins. */
const SETTINGS = `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET client_encoding = 'UTF8';
SET standard_conforming_strings = on; SET check_function_bodies = off; SET xmloption = content; SET row_security = off;
SET client_min_messages = warning; SELECT pg_catalog.set_config('search_path', '', false)`

async function loadRows(
  client: pg.Client,
  archive: OpenArchive,
  entry: TocEntry,
  rename: (sql: string) => string,
): Promise<number> {
  if (entry.copySql === '')
    throw new Failure('unsupported_backup', `${archive.file} has its rows as INSERT, and not as COPY`, {
      hint: `pg_restore --dbname NEW ${archive.file}`,
    })
  const copy = client.query(copyFrom(rename(entry.copySql.replace(/;\s*$/, ''))))
  await pipeline(await archive.rows(entry), copy)
  return copy.rowCount ?? 0
}

async function loadLargeObjects(client: pg.Client, archive: OpenArchive, entry: TocEntry): Promise<void> {
  for await (const {oid, data} of archive.largeObjects(entry)) {
    let at = 0
    for await (const chunk of data) {
      await client.query('SELECT pg_catalog.lo_put($1, $2, $3)', [oid, at, chunk])
      at += chunk.length
    }
  }
}

function explained(error: unknown, {type, tag, schema}: TocEntry, {file}: OpenArchive): unknown {
  if (error instanceof ArchiveError || isZlibError(error)) return damagedArchive(file, error)
  if (!isServerError(error)) return error
  const where = error.where?.split('\n')[0]
  return new Failure('restore_failed', `${error.message}, while ${file} was restored`, {
    detail: [`${type} ${schema === null ? '' : `${schema}.`}${tag}`, error.detail, where].filter(Boolean).join('\n'),
    cause: error,
  })
}

export const damagedArchive = (file: string, cause: Error): Failure =>
  new Failure('damaged_backup', `${file} is damaged: ${cause.message}`, {hint: 'take another one', cause})

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
