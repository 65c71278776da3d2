import type pg from 'pg'
import {fileChecksum} from './checksum.ts'
import type {Folder, Migration} from './files.ts'
import {DEFAULT_HISTORY, type History, type HistoryRow, type HistoryTable, isApplied, readHistory} from './history.ts'
import {compareVersions, isNumber, versionKey} from './version.ts'

/**
 * - `applied`: in effect, and the file is as it was.
 * - `pending`: not in effect. `changed`: a repeatable file that will run again.
 * - `partial`: some of its statements are in effect; the next run goes on with it.
 * - `edited`: in effect, but the file now means something else.
 * - `missing`: in effect, but there is no such file.
 */
export const STATES = ['applied', 'pending', 'changed', 'partial', 'edited', 'missing'] as const
export type MigrationState = (typeof STATES)[number]

export type Entry = {
  readonly version: string
  readonly name: string
  readonly state: MigrationState
  /** Not in effect though a later one is. */
  readonly outOfOrder: boolean
  readonly migration: Migration | null
  readonly row: HistoryRow | null
}

export type MigrationStatus = {
  /** In the order in which they run; missing files at their place. */
  readonly entries: readonly Entry[]
  readonly counts: Readonly<Record<MigrationState, number>>
  readonly gaps: readonly string[]
  readonly unnumbered: readonly string[]
}

/** How a database stands to a folder of migrations; one query. */
export async function migrationStatus(
  client: pg.Client,
  folder: Folder,
  table: HistoryTable = DEFAULT_HISTORY,
): Promise<MigrationStatus> {
  return compareWithHistory(folder, await readHistory(client, table))
}

/** The same, of a history that was read before. Files whose text is unchanged are not parsed. */
export async function compareWithHistory(folder: Folder, history: History): Promise<MigrationStatus> {
  const files = [...folder.versioned, ...folder.repeatable]
  const known = new Set(files.map((file) => versionKey(file.version)))
  const last = [...history.values()]
    .filter((row) => isApplied(row) && isNumber(row.version))
    .map((row) => row.version)
    .sort(compareVersions)
    .at(-1)
  const ofFiles = await Promise.all(
    files.map(async (migration): Promise<Entry> => {
      const row = history.get(versionKey(migration.version)) ?? null
      const state = await stateOf(migration, row)
      const waits = state === 'pending' || state === 'partial'
      const outOfOrder =
        waits && !migration.repeatable && last !== undefined && compareVersions(migration.version, last) < 0
      return {version: migration.version, name: migration.name, state, outOfOrder, migration, row}
    }),
  )
  const missing = [...history.entries()]
    .filter(([key]) => !known.has(key))
    .map(([, row]): Entry => {
      return {version: row.version, name: row.name ?? '', state: 'missing', outOfOrder: false, migration: null, row}
    })
  const entries = [...ofFiles, ...missing].sort((a, b) => compareVersions(a.version, b.version))
  const counts = {applied: 0, pending: 0, changed: 0, partial: 0, edited: 0, missing: 0}
  for (const entry of entries) counts[entry.state]++
  return {entries, counts, gaps: folder.gaps, unnumbered: folder.unnumbered}
}

async function stateOf(migration: Migration, row: HistoryRow | null): Promise<MigrationState> {
  if (row === null) return 'pending'
  if (!isApplied(row)) return 'partial'
  // Another tool's row says nothing about the content.
  if (row.text_checksum === null || row.text_checksum === migration.textChecksum) return 'applied'
  if (row.checksum !== null && row.checksum === (await fileChecksum(migration))) return 'applied'
  return migration.repeatable ? 'changed' : 'edited'
}
