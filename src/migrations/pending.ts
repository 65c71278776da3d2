import {Failure} from '../failure.ts'
import type {Migration} from './files.ts'
import type {HistoryRow} from './history.ts'
import type {Entry, MigrationStatus} from './status.ts'
import {compareVersions, sameVersion} from './version.ts'

export type PendingOptions = {
  /** Runs numbered files up to this version and no repeatable ones. */
  readonly to?: string
  /** Lets files run whose number is lower than one that is in effect. */
  readonly outOfOrder?: boolean
}

export type Pending = {readonly migration: Migration; readonly row: HistoryRow | null}

/**
 * What is to run, in order.
 * @throws Failure `edited_migration`, `out_of_order`, `half_undone`, `no_such_version`; each names the files
 */
export function pendingMigrations({entries}: MigrationStatus, {to, outOfOrder = false}: PendingOptions): Pending[] {
  if (to !== undefined && !entries.some((entry) => sameVersion(entry.version, to)))
    throw new Failure('no_such_version', `there is no migration ${to}`, {hint: 'pgplumb migrate status lists them'})
  const edited = entries.filter((entry) => entry.state === 'edited')
  if (edited.length > 0)
    throw new Failure('edited_migration', `changed after being applied: ${paths(edited)}`, {
      hint: 'put the file back as it was and write what is new into a new migration',
    })
  const undone = entries.filter((entry) => entry.row?.undoing)
  if (undone.length > 0)
    throw new Failure('half_undone', `undone in part: ${paths(undone)}`, {
      hint: 'pgplumb migrate down goes on where it stopped',
    })
  const due = entries.flatMap((entry) =>
    isDue(entry, to) && entry.migration ? [{...entry, migration: entry.migration}] : [],
  )
  const late = due.filter((entry) => entry.outOfOrder && entry.state === 'pending')
  if (late.length > 0 && !outOfOrder)
    throw new Failure('out_of_order', `a later migration is already applied: ${paths(late)}`, {
      hint: 'give them the next numbers, or run with --allow-out-of-order',
    })
  return due.map(({migration, row}) => ({migration, row}))
}

function isDue({state, version, migration}: Entry, to: string | undefined): boolean {
  if (state !== 'pending' && state !== 'partial' && state !== 'changed') return false
  return to === undefined || (migration?.repeatable === false && compareVersions(version, to) <= 0)
}

const paths = (entries: readonly Entry[]): string =>
  entries.map((entry) => entry.migration?.path ?? entry.version).join(', ')
