import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {apply} from './apply.ts'
import type {Folder, Migration, SourceFile} from './files.ts'
import type {HistoryRow} from './history.ts'
import type {Ran} from './run.ts'
import {type SessionOptions, withMigrationClient, withMigrationLock} from './session.ts'
import {type Entry, type MigrationStatus, migrationStatus} from './status.ts'
import {compareVersions, isNumber, sameVersion} from './version.ts'

export type DownOptions = SessionOptions & {
  /** How many to undo; one, unless `to` says otherwise. */
  readonly steps?: number
  /** Undoes all that come after this version; `0` undoes all. */
  readonly to?: string
}

type Undo = {readonly migration: Migration; readonly down: SourceFile; readonly row: HistoryRow}

/**
 * Undoes migrations by their down files, the last one first. The history row goes in the same transaction.
 * @throws Failure `no_down` (nothing is undone then), `no_such_version`, and those of `up`
 */
export function down(address: Address, folder: Folder, options: DownOptions = {}): Promise<readonly Ran[]> {
  return withMigrationClient(address, (client) =>
    withMigrationLock(address, client, options, async (session) => {
      const due = toUndo(await migrationStatus(client, folder, options.history), options)
      const ran: Ran[] = []
      for (const [index, {migration, down, row}] of due.entries()) {
        session.emit({kind: 'start', migration, index, total: due.length})
        const started = performance.now()
        await apply(session, migration, row, down)
        const duration = performance.now() - started
        ran.push({migration, duration})
        session.emit({kind: 'done', migration, duration})
      }
      return ran
    }),
  )
}

/** What `down` would undo, in order. Repeatable files have nothing to undo. */
export function toUndo({entries}: MigrationStatus, {steps = 1, to}: DownOptions): readonly Undo[] {
  if (to !== undefined && Number(to) !== 0 && !entries.some((entry) => sameVersion(entry.version, to)))
    throw new Failure('no_such_version', `there is no migration ${to}`, {hint: 'pgplumb migrate status lists them'})
  const inEffect = entries.filter((entry) => entry.row !== null && isNumber(entry.version)).reverse()
  const due = to === undefined ? inEffect.slice(0, steps) : inEffect.filter((e) => compareVersions(e.version, to) > 0)
  return due.map(undoOf)
}

function undoOf({migration, row, version, state}: Entry): Undo {
  if (!migration?.down || !row)
    throw new Failure('no_down', `${migration?.path ?? `version ${version}`} has no down file`, {
      hint: migration
        ? `write ${migration.path.replace(/(\.up)?\.sql$/i, '.down.sql')}`
        : 'its files are gone: restore them',
    })
  if (state === 'partial' && !row.undoing)
    throw new Failure('half_applied', `only a part of ${migration.path} is in effect`, {
      hint: 'let pgplumb migrate up finish it first',
    })
  return {migration, down: migration.down, row}
}
