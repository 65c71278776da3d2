import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {damagedArchive, type LoadOptions, loadArchive} from '../../postgres/archive/load.ts'
import {isArchiveFile, type OpenArchive, openArchive} from '../../postgres/archive/read.ts'
import {ArchiveError} from '../../postgres/archive/toc.ts'
import {isServerError} from '../../postgres/errors.ts'
import {loadParser} from '../../schema/parse.ts'
import {rollBack} from '../each.ts'
import type {OpenRegistry} from '../registry.ts'
import {fill} from '../rewrite/pattern.ts'
import {patternOf} from '../rewrite/references.ts'
import {type Header, parseHeader} from './format.ts'
import {restoreRow} from './row.ts'
import {firstLine, playScript} from './script.ts'

export type Target = {readonly name: string; readonly schema: string}

export type Restored = Target & {
  readonly from: Header
  readonly rows: Readonly<Record<string, number>>
}

/** The header of a backup, without reading the rest. */
export async function readHeader(file: string): Promise<Header> {
  const archive = await openBackup(file)
  if (archive === null) return parseHeader(await firstLine(file), file)
  const header = archive.entries.find(({sql}) => sql.startsWith('-- pgplumb tenant '))
  return parseHeader(header?.sql.trim() ?? '', file)
}

/** Null where it is a script. */
async function openBackup(file: string): Promise<OpenArchive | null> {
  try {
    return (await isArchiveFile(file)) ? await openArchive(file) : null
  } catch (cause) {
    if (cause instanceof ArchiveError) throw damagedArchive(file, cause)
    throw new Failure('no_file', `cannot read ${file}`, {cause})
  }
}

/**
 * Makes a tenant of a backup, perhaps under another name, in one transaction: all of it, or nothing. `before` runs first
 * in that transaction.
 * @throws Failure `no_backup`, `cut_off_backup`, `tenant_exists`, `restore_failed`
 */
export async function restoreTenant(
  client: pg.Client,
  registry: OpenRegistry,
  file: string,
  target: Target,
  {before, signal}: {readonly before?: () => Promise<void>; readonly signal?: AbortSignal | undefined} = {},
): Promise<Restored> {
  const [header] = await Promise.all([readHeader(file), loadParser()])
  const rename = (sql: string) => fill(patternOf(sql, header.schema), target.schema)
  try {
    await client.query('BEGIN')
    await before?.()
    await restoreRow(client, registry, header, target)
    await client.query(
      "SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off; SET LOCAL row_security = off; SET LOCAL client_min_messages = warning",
    )
    const archive = await openBackup(file)
    const rows = archive
      ? await rowsLoaded(client, archive, {rename, signal})
      : await playScript(client, file, rename, signal)
    await client.query('COMMIT')
    return {...target, from: header, rows}
  } catch (error) {
    await rollBack(client)
    const said = error instanceof Failure ? error.cause : error
    if (!isServerError(said)) throw error
    const isRegistered = said.code === '23505' && said.schema !== target.schema
    if (said.code === '42P06' || isRegistered)
      throw new Failure('tenant_exists', `${target.name} exists already, or its schema ${target.schema} does`, {
        hint: 'restore it under another name: --as NAME; or in its place: --replace',
        detail: said.message,
        cause: said,
      })
    if (!isServerError(error)) throw error
    throw new Failure('restore_failed', `${file} was not restored: ${error.message}`, {
      ...(error.detail ? {detail: error.detail} : {}),
      cause: error,
    })
  }
}

async function rowsLoaded(
  client: pg.Client,
  archive: OpenArchive,
  options: LoadOptions,
): Promise<Readonly<Record<string, number>>> {
  const loaded = await loadArchive(client, archive, options)
  return Object.fromEntries(loaded.map(({entry, rows}) => [entry.tag, rows]))
}
