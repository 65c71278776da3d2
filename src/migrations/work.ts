import {Failure} from '../failure.ts'
import type {Piece} from './batch.ts'
import {fileChecksum} from './checksum.ts'
import type {Migration, SourceFile} from './files.ts'
import {type HistoryRow, isApplied} from './history.ts'
import {cut, type Segment, type Verdicts} from './segments.ts'
import {doneChecksum, readStatements, type Statement, type Variables} from './statements.ts'

/** One file on its way, in either direction. */
export type Work = {
  readonly migration: Migration
  /** The up file or the down file. */
  readonly source: SourceFile
  readonly undoing: boolean
  /** As the history has it. */
  readonly version: string
  readonly checksum: string
  readonly statements: readonly Statement[]
  /** How many of them an earlier run has done. */
  readonly done: number
  /** What that run recorded of the next one, which it began. */
  readonly running: readonly string[] | null
  readonly started: number
}

/** A file that was sent already, perhaps before those in front of it were answered for. */
export type Sent = {
  readonly work: Work
  readonly pieces: readonly Piece[]
  /** False: it did not begin, because one in front of it failed or the server cannot read it. Rejects with BatchError. */
  readonly outcome: Promise<boolean>
}

/** @throws Failure `edited_migration` where statements that are in effect have been changed */
export async function prepare(
  migration: Migration,
  row: HistoryRow | null,
  source: SourceFile,
  variables: Variables,
): Promise<Work> {
  const undoing = source !== migration
  const statements = await readStatements(source, variables)
  const goesOn = row !== null && !isApplied(row) && Boolean(row.undoing) === undoing
  const done = (goesOn && row.statements_done) || 0
  if (done > 0 && (done > statements.length || row?.done_checksum !== (await doneChecksum(statements, done))))
    throw new Failure(
      'edited_migration',
      `${source.path}: the first ${done} of its statements are in effect, and have been changed`,
      {
        hint: 'put these statements back as they were; those after them may be changed',
        place: {file: source.path},
      },
    )
  return {
    migration,
    source,
    undoing,
    version: row?.version ?? migration.version,
    checksum: await fileChecksum(migration),
    statements,
    done,
    running: (goesOn && row.running) || null,
    started: performance.now(),
  }
}

/** What of a file is left to run: if nothing, as of a file of comments, it still has to be recorded. */
export const segmentsOf = ({statements}: Work, from: number, verdicts: Verdicts): Segment[] =>
  from < statements.length
    ? cut(statements, from, verdicts)
    : [{transactional: true, begin: 'BEGIN', statements: [], first: from, next: from}]
