import type pg from 'pg'
import type {MigrationEvent} from '../../src/migrations/events.ts'
import {type Folder, readMigrations} from '../../src/migrations/files.ts'
import {type UpOptions, up} from '../../src/migrations/run.ts'
import {migrationStatus} from '../../src/migrations/status.ts'
import type {Address} from '../../src/postgres/address.ts'

/** A folder of migrations that is not on the disk. */
export const folderOf = (files: Readonly<Record<string, string>>): Folder =>
  readMigrations(
    Object.entries(files).map(([file, text]) => ({file, text})),
    'sql/migrations',
  )

/** Runs what is pending; the versions that ran. */
export async function migrate(
  address: Address,
  files: Readonly<Record<string, string>>,
  options: UpOptions = {},
): Promise<string[]> {
  return (await up(address, folderOf(files), options)).map(({migration}) => migration.version)
}

/** What a promise was rejected with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it was expected to fail')
    },
    (error: unknown) => error,
  )

export async function rows(client: pg.Client, sql: string): Promise<unknown[]> {
  return (await client.query(sql)).rows
}

/** `001 applied` and so on. */
export const states = async (client: pg.Client, files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await migrationStatus(client, folderOf(files))).entries.map((entry) => `${entry.version} ${entry.state}`)

/** Collects the kinds of events. */
export function recorder(): {events: MigrationEvent[]; onEvent: (event: MigrationEvent) => void} {
  const events: MigrationEvent[] = []
  return {events, onEvent: (event) => events.push(event)}
}
