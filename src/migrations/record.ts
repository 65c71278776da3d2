import {quoteLiteral} from '../postgres/quote.ts'
import type {Migration} from './files.ts'
import {type HistoryTable, historyName} from './history.ts'

/** How far a file has come. */
export type Progress = {
  readonly total: number
  readonly done: number
  /** Of the statements done; null once the file is done. */
  readonly doneChecksum: string | null
  /** What was there before the statement that is about to run alone: see effects.ts. */
  readonly running: readonly string[] | null
  readonly undoing: boolean
  /** Milliseconds spent on the file before this transaction. */
  readonly elapsed: number
}

export type Recording = {
  readonly table: HistoryTable
  /** As the history has it, where it has it: `1` may stand for the file `001`. */
  readonly version: string
  readonly checksum: string
  readonly toolVersion: string
  /** Nothing is known of this version; should it be in the history after all, recording it fails. */
  readonly isNew?: boolean | undefined
}

/** Says that the whole file is in effect. Runs within the transaction of the file's last statements. */
export const recordApplied = (migration: Migration, recording: Recording, progress: Progress): string =>
  upsert(migration, recording, {
    applied_at: 'now()',
    duration_ms: `${Math.round(progress.elapsed)} + ${SINCE_BEGIN}`,
    statements_total: String(progress.total),
    statements_done: String(progress.done),
    done_checksum: 'NULL',
    undoing: 'NULL',
    running: 'NULL',
    error: 'NULL',
  })

/** Says that a part of the file is in effect (or, when undoing, no longer is). */
export const recordProgress = (migration: Migration, recording: Recording, progress: Progress): string =>
  upsert(migration, recording, {
    applied_at: 'NULL',
    duration_ms: `${Math.round(progress.elapsed)} + ${SINCE_BEGIN}`,
    statements_total: String(progress.total),
    statements_done: String(progress.done),
    done_checksum: literal(progress.doneChecksum),
    undoing: String(progress.undoing),
    running: literal(progress.running && JSON.stringify(progress.running)),
    error: 'NULL',
  })

/** Says why a file of which a part is in effect went no further. */
export const recordError = (table: HistoryTable, version: string, message: string): string =>
  `UPDATE ${historyName(table)} SET error = ${quoteLiteral(message)} WHERE version = ${quoteLiteral(version)} AND applied_at IS NULL`

/** Keeps up with comments that were edited, so that the next run need not parse these files again. */
export const recordTexts = (table: HistoryTable): string =>
  `UPDATE ${historyName(table)} h SET text_checksum = f.text_checksum
     FROM unnest($1::text[], $2::text[]) AS f (version, text_checksum) WHERE h.version = f.version`

/** Takes a version out of the history. */
export const forget = ({table, version}: Recording): string =>
  `DELETE FROM ${historyName(table)} WHERE version = ${quoteLiteral(version)}`

// The server's clock, because the client cannot know how long a commit that is yet to come will have taken.
const SINCE_BEGIN = 'round(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)'

function upsert(migration: Migration, recording: Recording, state: Readonly<Record<string, string>>): string {
  const values: Readonly<Record<string, string>> = {
    version: literal(recording.version),
    name: literal(migration.name),
    checksum: literal(recording.checksum),
    text_checksum: literal(migration.textChecksum),
    applied_by: 'session_user',
    tool_version: literal(recording.toolVersion),
    baseline: 'false',
    ...state,
  }
  const columns = Object.keys(values)
  const updates = columns.slice(1).map((column) => `${column} = EXCLUDED.${column}`)
  const insert = `INSERT INTO ${historyName(recording.table)} (${columns.join(', ')}) VALUES (${Object.values(values).join(', ')})`
  return recording.isNew ? insert : `${insert} ON CONFLICT (version) DO UPDATE SET ${updates.join(', ')}`
}

const literal = (value: string | null): string => (value === null ? 'NULL' : quoteLiteral(value))
