import {createWriteStream} from 'node:fs'
import {mkdir, open, rename, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import type {PgDumpChoice} from '../../postgres/pg-dump/choice.ts'
import {dumpBytes} from '../../postgres/pg-dump/native.ts'
import {archiveDatabase} from '../../schema/archive/write.ts'
import {choosePgDumpFor, containerOf} from '../choose.ts'
import {openDatabase} from '../open.ts'
import type {Workspace} from '../workspace.ts'
import {checksumOf} from './checksum.ts'
import {type Backup, MANIFEST, SUFFIX} from './manifest.ts'

/**
 * Writes a database with its rows into an archive of pg_dump's custom format, with a checksum. A file that is there is
 * whole: it gets its name last.
 * @throws Failure as `dumpSchema`, `cannot_write`
 */
export async function createBackup(workspace: Workspace, database: string, now = new Date()): Promise<Backup> {
  const {folder} = workspace.project.backup
  const opened = await openDatabase(workspace, database)
  const pgDump = await choosePgDumpFor(workspace, [opened.major], containerOf(opened.database.server))
  await mkdir(folder, {recursive: true, mode: 0o700})
  // Rows do not belong into a repository.
  await writeFile(join(folder, '.gitignore'), '*\n')
  const name = `${database}-${now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}`
  const path = join(folder, `${name}${SUFFIX.custom}`)
  const half = `${path}.part`
  await rm(half, {force: true})
  try {
    await write(workspace, opened.address, pgDump, half)
  } catch (error) {
    await rm(half, {force: true})
    throw error
  }
  await rename(half, path)
  const manifest = {
    database,
    createdAt: now.toISOString(),
    serverVersion: opened.version,
    pgDump: pgDump.version,
    format: 'custom' as const,
    bytes: (await stat(path)).size,
    sha256: await checksumOf(path),
  }
  await writeFile(join(folder, `${name}${MANIFEST}`), `${JSON.stringify(manifest, null, 2)}\n`)
  return {...manifest, name, path, createdAt: now}
}

/** By pg_dump, where one is installed; the one in WASM prints schemas only, and the rows are copied beside it. */
async function write(
  {signal, onProgress}: Workspace,
  address: Address,
  pgDump: PgDumpChoice,
  file: string,
): Promise<void> {
  if (pgDump.kind === 'wasm')
    return withConnection(address, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL row_security = off')
      await client.query(SAME_EVERYWHERE)
      await archiveDatabase(address, client, file, {
        pgDump,
        schemas: null,
        signal,
        ...(onProgress ? {onTable: onProgress} : {}),
      })
    })
  const dump = dumpBytes(address, pgDump, {
    data: true,
    custom: true,
    ...(signal ? {signal} : {}),
    ...(onProgress ? {onWarning: onProgress} : {}),
  })
  await pipeline(Readable.from(dump), createWriteStream(file, {mode: 0o600}))
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

/** As pg_dump sets it: what is written does not depend on the login's settings. */
const SAME_EVERYWHERE = `SET LOCAL DateStyle = ISO; SET LOCAL IntervalStyle = postgres; SET LOCAL extra_float_digits = 3;
SET LOCAL search_path = ''; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`
