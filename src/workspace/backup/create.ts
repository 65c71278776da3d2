import {createHash} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {mkdir, open, rename, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable, Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {dumpSchema} from '../../postgres/pg-dump/dump.ts'
import {choosePgDumpFor, containerOf} from '../choose.ts'
import {openDatabase} from '../open.ts'
import type {Workspace} from '../workspace.ts'
import {type Backup, MANIFEST, SUFFIX} from './manifest.ts'

/**
 * Dumps a database with its rows into a compressed file with a checksum. A file that is there is whole: it gets its name last.
 * @throws Failure as `dumpSchema`
 */
export async function createBackup(workspace: Workspace, database: string, now = new Date()): Promise<Backup> {
  const {folder} = workspace.project.backup
  const opened = await openDatabase(workspace, database)
  const pgDump = await choosePgDumpFor(workspace, [opened.major], containerOf(opened.database.server))
  await mkdir(folder, {recursive: true, mode: 0o700})
  // Rows do not belong into a repository.
  await writeFile(join(folder, '.gitignore'), '*\n')
  const name = `${database}-${now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}`
  const path = join(folder, `${name}${SUFFIX}`)
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const dump = dumpSchema(opened.address, pgDump, {
    data: true,
    ...(workspace.signal ? {signal: workspace.signal} : {}),
    ...(workspace.onProgress ? {onWarning: workspace.onProgress} : {}),
  })
  const half = `${path}.part`
  try {
    await pipeline(Readable.from(dump), createGzip(), hashing, createWriteStream(half, {mode: 0o600}))
    await sync(half)
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
    bytes: (await stat(path)).size,
    sha256: hash.digest('hex'),
  }
  await writeFile(join(folder, `${name}${MANIFEST}`), `${JSON.stringify(manifest, null, 2)}\n`)
  return {...manifest, name, path, createdAt: now}
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
