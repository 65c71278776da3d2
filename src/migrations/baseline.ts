import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {fileChecksum} from './checksum.ts'
import type {Folder, Migration} from './files.ts'
import {type HistoryTable, historyName, readHistory} from './history.ts'
import {type SessionOptions, withMigrationClient, withMigrationLock} from './session.ts'
import {compareVersions, sameVersion, versionKey} from './version.ts'

export type BaselineOptions = SessionOptions & {
  /** The last version that the database already has; absent: all of them, and the repeatable files. */
  readonly to?: string
  /** These alone, as another tool's history has them. */
  readonly only?: readonly Migration[]
}

/**
 * Marks migrations as applied without running them, and returns those that were not marked before.
 * @throws Failure `no_such_version`, `locked`, `transaction_pooler`, `foreign_history`
 */
export async function baseline(
  address: Address,
  folder: Folder,
  options: BaselineOptions = {},
): Promise<readonly Migration[]> {
  const {to} = options
  if (to !== undefined && !folder.versioned.some((file) => sameVersion(file.version, to)))
    throw new Failure('no_such_version', `there is no migration ${to} in ${folder.path}`)
  const wanted =
    to === undefined
      ? (options.only ?? [...folder.versioned, ...folder.repeatable])
      : folder.versioned.filter((file) => compareVersions(file.version, to) <= 0)
  return withMigrationClient(address, (client) =>
    withMigrationLock(address, client, options, ({table, toolVersion}) =>
      markApplied(client, table, wanted, toolVersion),
    ),
  )
}

/**
 * Marks files as applied in a history table that is there, and returns those that were not marked before. In the
 * caller's transaction, if there is one.
 */
export async function markApplied(
  client: pg.Client,
  table: HistoryTable,
  wanted: readonly Migration[],
  toolVersion: string,
): Promise<readonly Migration[]> {
  const history = await readHistory(client, table)
  const files = wanted.filter((file) => !history.has(versionKey(file.version)))
  await client.query(
    `INSERT INTO ${historyName(table)}
           (version, applied_at, name, checksum, text_checksum, applied_by, tool_version, baseline)
         SELECT version, now(), name, checksum, text_checksum, session_user, $5, true
           FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS f (version, name, checksum, text_checksum)`,
    [
      files.map((file) => file.version),
      files.map((file) => file.name),
      await Promise.all(files.map(fileChecksum)),
      files.map((file) => file.textChecksum),
      toolVersion,
    ],
  )
  return files
}
