import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {runAlone} from './apply-alone.ts'
import {runTransaction} from './apply-transaction.ts'
import {BatchError} from './batch.ts'
import {checksum} from './checksum.ts'
import {migrationFailure} from './failures.ts'
import type {Migration, SourceFile} from './files.ts'
import {type HistoryRow, isApplied} from './history.ts'
import {refuseIfInterrupted} from './interrupt.ts'
import {recordError} from './record.ts'
import {cut, type Segment} from './segments.ts'
import type {Session} from './session.ts'
import {doneChecksum, readStatements, type Statement} from './statements.ts'
import {setsTransaction} from './transactions.ts'

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
  readonly started: number
}

/**
 * Runs a file, or what is left of it, and records it: in the same transaction, or statement by statement where it
 * holds some that cannot run in one.
 * @throws Failure `migration_failed`, `lock_timeout`, `connection_lost`, `edited_migration`, `interrupted`
 */
export async function apply(
  session: Session,
  migration: Migration,
  row: HistoryRow | null,
  source: SourceFile,
): Promise<void> {
  const undoing = source !== migration
  const statements = await readStatements(source, session.variables)
  const work: Work = {
    migration,
    source,
    undoing,
    version: row?.version ?? migration.version,
    checksum: await checksum(migration.text),
    statements,
    started: performance.now(),
  }
  let done = await alreadyDone(work, row)
  let running = done === row?.statements_done && Boolean(row.undoing) === undoing ? (row.running ?? null) : null
  if (done > 0) session.emit({kind: 'resume', migration, done, total: statements.length})
  const verdicts = {alone: new Set<number>(), cutBefore: new Set<number>()}
  let segments = plan(work, done, verdicts)
  for (let segment = segments.shift(); segment; segment = segments.shift()) {
    refuseIfInterrupted(session.signal)
    try {
      await (segment.transactional ? runTransaction(session, work, segment) : runAlone(session, work, segment, running))
      running = null
      done = segment.next
    } catch (error) {
      if (!(error instanceof BatchError)) throw error
      if (!learn(error, segment, verdicts)) throw await failed(session, work, done, error)
      segments = plan(work, done, verdicts)
    }
  }
}

type Learned = {readonly alone: Set<number>; readonly cutBefore: Set<number>}

// A file of comments still has to be recorded.
const EMPTY: Segment = {transactional: true, begin: 'BEGIN', statements: [], first: 0, next: 0}

const plan = ({statements}: Work, from: number, verdicts: Learned): Segment[] =>
  statements.length === 0 ? [EMPTY] : cut(statements, from, verdicts)

/** How many statements are in effect: those of an earlier run, if the file still begins with them. */
async function alreadyDone({statements, undoing, source}: Work, row: HistoryRow | null): Promise<number> {
  if (!row || isApplied(row) || Boolean(row.undoing) !== undoing || !row.statements_done) return 0
  const done = row.statements_done
  if (done < statements.length && row.done_checksum === (await doneChecksum(statements, done))) return done
  throw new Failure(
    'edited_migration',
    `${source.path}: of its statements ${done} are in effect, and these have been changed`,
    {
      hint: 'put these statements back as they were; those after them may be changed',
      place: {file: source.path},
    },
  )
}

/**
 * What the server says of a statement that the parser could not: that it cannot run in a transaction (25001), ends
 * it by itself (2D000), or needs an earlier one to have ended (55P04). Everything was rolled back, so it is safe to
 * cut the file there and go on. False: there is nothing to learn.
 */
function learn({cause, script}: BatchError, segment: Segment, {alone, cutBefore}: Learned): boolean {
  if (!isServerError(cause) || !segment.transactional || segment.begin !== 'BEGIN' || !script) return false
  const offset = segment.statements.findIndex((statement) => statement.script === script)
  const statement = segment.statements[offset]
  if (!statement) return false
  const index = segment.first + offset
  if (cause.code === '55P04' && offset > 0) return cutBefore.size < cutBefore.add(index).size
  const isRefused = cause.code === '2D000' || (cause.code === '25001' && !setsTransaction(statement.node))
  return isRefused && alone.size < alone.add(index).size
}

async function failed(session: Session, work: Work, done: number, error: BatchError): Promise<Failure> {
  const {statements, source} = work
  const state =
    done > 0
      ? `${done} of ${statements.length} statements are in effect; the next run goes on after them`
      : 'nothing of this file is in effect'
  const failure = session.signal?.aborted
    ? new Failure('interrupted', `${source.path}: interrupted`, {detail: state, cause: error.cause})
    : migrationFailure(error, {path: source.path, state, blockers: session.monitor.blockers})
  if (!error.isAlive) return failure
  await session.client.query(recordError(session.table, work.version, error.message))
  return failure
}
