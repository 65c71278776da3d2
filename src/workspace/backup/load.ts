import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import {Failure} from '../../failure.ts'
import {type Address, withDatabase} from '../../postgres/address.ts'
import {connect, withConnection} from '../../postgres/connect.ts'
import {readScript} from '../../postgres/script/read.ts'
import {runScript} from '../../postgres/script/run.ts'
import type {Statement} from '../../postgres/script/statement.ts'
import {serverVersion} from '../../postgres/version.ts'
import type {Backup} from './manifest.ts'

/** What a string can hold; a larger one is for psql. */
const MOST = 500_000_000

/**
 * The SQL of a backup, whose checksum is right.
 * @throws Failure `damaged_backup`, `backup_too_large`
 */
export async function readBackup({path, sha256, bytes}: Backup): Promise<Buffer> {
  const damaged = (why: string, cause?: unknown) =>
    new Failure('damaged_backup', `${path} is damaged: ${why}`, {hint: 'take another one: pgplumb backup list', cause})
  const file = await readFile(path).catch((cause: unknown) => {
    throw damaged('it cannot be read', cause)
  })
  if (file.length !== bytes) throw damaged(`it has ${file.length} bytes, and had ${bytes}`)
  if (createHash('sha256').update(file).digest('hex') !== sha256) throw damaged('its checksum is another')
  const sql = await promisify(gunzip)(file, {maxOutputLength: MOST}).catch((cause: unknown) => {
    if (cause instanceof RangeError)
      throw new Failure('backup_too_large', `${path} is larger than pgplumb can load`, {
        hint: `createdb NEW && gunzip -c ${path} | psql -v ON_ERROR_STOP=1 NEW`,
        cause,
      })
    throw damaged('it cannot be decompressed', cause)
  })
  if (!sql.subarray(-400).includes('PostgreSQL database dump complete')) throw damaged('its end is missing')
  return sql
}

/** Runs a backup's SQL in an empty database. Returns how many tables and rows there are then. */
export async function loadBackup(
  server: Address,
  database: string,
  {name}: Backup,
  sql: Buffer,
  signal?: AbortSignal,
): Promise<{readonly tables: number; readonly rows: number}> {
  const address = withDatabase(server, database)
  const client = await connect(address)
  try {
    const version = await serverVersion(client)
    await runScript(client, fitting(readScript(sql, {file: `${name}.sql`}), version), signal ? {signal} : {})
  } finally {
    await client.end().catch(() => {})
  }
  return withConnection(address, async (other) => {
    await other.query('ANALYZE')
    const {rows} = await other.query<{tables: number; rows: number}>(
      `SELECT count(*)::int AS tables, coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 AS rows
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
    )
    return {tables: rows[0]?.tables ?? 0, rows: rows[0]?.rows ?? 0}
  })
}

/** A newer pg_dump sets what an older server does not know. */
function* fitting(statements: Iterable<Statement>, version: number): Generator<Statement> {
  for (const statement of statements)
    if (version >= 170_000 || !/^SET transaction_timeout\b/.test(statement.text)) yield statement
}
