import {readFile} from 'node:fs/promises'
import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import {Failure} from '../../failure.ts'
import {type Address, withDatabase} from '../../postgres/address.ts'
import {loadArchive} from '../../postgres/archive/load.ts'
import {openArchive} from '../../postgres/archive/read.ts'
import {ArchiveError} from '../../postgres/archive/toc.ts'
import {withConnection} from '../../postgres/connect.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {readScript} from '../../postgres/script/read.ts'
import {runScript} from '../../postgres/script/run.ts'
import type {Statement} from '../../postgres/script/statement.ts'
import {serverVersion} from '../../postgres/version.ts'
import {rolesIn} from '../../schema/roles.ts'
import {checkFile, damaged} from './checksum.ts'
import type {Backup} from './manifest.ts'

/** What a backup holds, ready to be run. */
export type Loadable = {
  /** Those that it names. */
  readonly roles: () => ReturnType<typeof rolesIn>
  /** Makes all of it in an empty database. */
  readonly run: (database: Address, options: LoadOptions) => Promise<void>
}
export type LoadOptions = {readonly signal?: AbortSignal | undefined; readonly onTable?: (table: string) => void}

/**
 * A backup whose checksum is right.
 * @throws Failure `damaged_backup`, `backup_too_large`
 */
export async function readBackup(backup: Backup): Promise<Loadable> {
  await checkFile(backup)
  return backup.format === 'custom' ? readCustom(backup) : readPlain(backup)
}

const NAMES_ROLES = new Set(['ACL', 'DEFAULT ACL', 'POLICY', 'USER MAPPING'])

async function readCustom({path}: Backup): Promise<Loadable> {
  const archive = await openArchive(path).catch((cause: unknown) => {
    throw cause instanceof ArchiveError ? damaged(path, cause.message, cause) : cause
  })
  return {
    roles: () =>
      rolesIn(
        archive.entries.flatMap(({type, sql, owner}) => [
          ...(owner === '' ? [] : [`ALTER SCHEMA x OWNER TO ${quoteIdent(owner)};`]),
          ...(NAMES_ROLES.has(type) ? sql.split(/(?<=;)\n/) : []),
        ]),
      ),
    run: (address, {signal, onTable}) =>
      withConnection(address, async (client) => {
        await loadArchive(client, archive, {
          signal,
          ...(onTable ? {onEntry: ({type, tag}) => type === 'TABLE DATA' && onTable(tag)} : {}),
        })
      }),
  }
}

/** What a string can hold. */
const MOST = 500_000_000

/** As the first versions wrote it: compressed SQL. */
async function readPlain({name, path}: Backup): Promise<Loadable> {
  const sql = await promisify(gunzip)(await readFile(path), {maxOutputLength: MOST}).catch((cause: unknown) => {
    if (cause instanceof RangeError)
      throw new Failure('backup_too_large', `${path} is larger than pgplumb can load`, {
        hint: `createdb NEW && gunzip -c ${path} | psql -v ON_ERROR_STOP=1 NEW`,
        cause,
      })
    throw damaged(path, 'it cannot be decompressed', cause)
  })
  if (!sql.subarray(-400).includes('PostgreSQL database dump complete')) throw damaged(path, 'its end is missing')
  return {
    roles: () => rolesIn(owning(sql)),
    run: (address, {signal}) =>
      withConnection(address, async (client) => {
        const version = await serverVersion(client)
        await runScript(client, fitting(readScript(sql, {file: `${name}.sql`}), version), signal ? {signal} : {})
      }),
  }
}

/** The lines that name roles, each a statement as pg_dump prints it. */
function* owning(sql: Buffer): Generator<string> {
  for (const [line] of sql
    .toString('utf8')
    .matchAll(/^(?:ALTER .* OWNER TO .*|GRANT .*|REVOKE .*|ALTER DEFAULT PRIVILEGES .*);$/gm))
    yield line
}

/** Loads a backup into an empty database. Returns how many tables and rows there are then. */
export async function loadBackup(
  server: Address,
  database: string,
  backup: Loadable,
  options: LoadOptions,
): Promise<{readonly tables: number; readonly rows: number}> {
  const address = withDatabase(server, database)
  await backup.run(address, options)
  return withConnection(address, async (client) => {
    await client.query('ANALYZE')
    const {rows} = await client.query<{tables: number; rows: number}>(
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
