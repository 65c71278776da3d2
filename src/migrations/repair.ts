import type {Address} from '../postgres/address.ts'
import {checksum} from './checksum.ts'
import type {Folder} from './files.ts'
import {historyName} from './history.ts'
import {type SessionOptions, withMigrationClient, withMigrationLock} from './session.ts'
import {type Entry, migrationStatus} from './status.ts'

/** What the history says and the folder does not. */
export type Fault = {
  readonly entry: Entry
  /** `accept`: the file as it is now counts as applied. `forget`: the version leaves the history. `none`: it is left. */
  readonly remedy: 'accept' | 'forget' | 'none'
}

export type RepairOptions = SessionOptions & {
  /** What became, by hand, of a file of which a part is in effect. Absent: it is left for the next run. */
  readonly partial?: 'accept' | 'forget'
  /** Whether to do it; else it is only told. */
  readonly write: boolean
}

/** Makes the history agree with the folder. Neither files nor the schema are touched. */
export async function repair(address: Address, folder: Folder, options: RepairOptions): Promise<readonly Fault[]> {
  return withMigrationClient(address, async (client) => {
    const look = async () => faults((await migrationStatus(client, folder, options.history)).entries, options)
    if (!options.write) return look()
    return withMigrationLock(address, client, options, async ({table, toolVersion}) => {
      const found = await look()
      await client.query('BEGIN')
      for (const {entry, remedy} of found) {
        const {migration, row} = entry
        if (remedy === 'forget')
          await client.query(`DELETE FROM ${historyName(table)} WHERE version = $1`, [row?.version])
        if (remedy === 'accept' && migration)
          await client.query(
            `UPDATE ${historyName(table)} SET name = $2, checksum = $3, text_checksum = $4, applied_at = coalesce(applied_at, now()),
               tool_version = $5, statements_done = statements_total, done_checksum = NULL, running = NULL, undoing = NULL, error = NULL
             WHERE version = $1`,
            [row?.version, migration.name, await checksum(migration.text), migration.textChecksum, toolVersion],
          )
      }
      await client.query('COMMIT')
      return found
    })
  })
}

const faults = (entries: readonly Entry[], {partial}: RepairOptions): Fault[] =>
  entries.flatMap((entry): Fault[] => {
    if (entry.state === 'edited') return [{entry, remedy: 'accept'}]
    if (entry.state === 'missing') return [{entry, remedy: 'forget'}]
    return entry.state === 'partial' ? [{entry, remedy: partial ?? 'none'}] : []
  })
