import type {Address} from '../postgres/address.ts'
import {Ahead} from './ahead.ts'
import {apply} from './apply.ts'
import {applyTogether} from './apply-together.ts'
import type {Folder, Migration} from './files.ts'
import {type Pending, type PendingOptions, pendingMigrations} from './pending.ts'
import {recordTexts} from './record.ts'
import {type Session, type SessionOptions, withMigrationClient, withMigrationLock} from './session.ts'
import {type MigrationStatus, migrationStatus} from './status.ts'

export type UpOptions = SessionOptions &
  PendingOptions & {
    /** All files in one transaction, rather than one for each. */
    readonly singleTransaction?: boolean
  }

export type Ran = {
  readonly migration: Migration
  /** Milliseconds. */
  readonly duration: number
}

/**
 * Brings a database up to the folder: runs what is pending, in order, one run at a time. What ran stays when a later
 * file fails, and the next run goes on from there.
 * @throws Failure `edited_migration`, `out_of_order`, `half_undone`, `no_such_version`; `locked`,
 * `transaction_pooler`, `foreign_history`; `migration_failed`, `lock_timeout`, `connection_lost`, `interrupted`
 */
export function up(address: Address, folder: Folder, options: UpOptions = {}): Promise<readonly Ran[]> {
  return withMigrationClient(address, async (client) => {
    const status = () => migrationStatus(client, folder, options.history)
    // The common case has nothing to do, and needs no lock.
    if (pendingMigrations(await status(), options).length === 0) return []
    return withMigrationLock(address, client, options, async (session) => {
      const found = await status()
      const due = pendingMigrations(found, options)
      await refreshTexts(session, found)
      if (options.singleTransaction) return together(session, due)
      const ran: Ran[] = []
      const ahead = await Ahead.of(session, due)
      for (const [index, {migration, row}] of due.entries()) {
        session.emit({kind: 'start', migration, index, total: due.length})
        const started = performance.now()
        await apply(session, migration, row, migration, await ahead?.take(index))
        const duration = performance.now() - started
        ran.push({migration, duration})
        session.emit({kind: 'done', migration, duration})
      }
      return ran
    })
  })
}

async function together(session: Session, due: readonly Pending[]): Promise<readonly Ran[]> {
  const started = performance.now()
  for (const [index, {migration}] of due.entries()) session.emit({kind: 'start', migration, index, total: due.length})
  await applyTogether(session, due)
  const duration = performance.now() - started
  for (const {migration} of due) session.emit({kind: 'done', migration, duration})
  return due.map(({migration}) => ({migration, duration}))
}

async function refreshTexts({client, table}: Session, {entries}: MigrationStatus): Promise<void> {
  const edited = entries.flatMap(({state, row, migration}) =>
    state === 'applied' && row?.text_checksum && migration && row.text_checksum !== migration.textChecksum
      ? [{version: row.version, text: migration.textChecksum}]
      : [],
  )
  if (edited.length === 0) return
  await client.query(recordTexts(table), [edited.map((file) => file.version), edited.map((file) => file.text)])
}
