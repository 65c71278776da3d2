import {Failure} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {runAlone} from './apply-alone.ts'
import {runTransaction} from './apply-transaction.ts'
import {BatchError} from './batch.ts'
import {migrationFailure} from './failures.ts'
import type {Migration, SourceFile} from './files.ts'
import type {HistoryRow} from './history.ts'
import {refuseIfInterrupted} from './interrupt.ts'
import {recordError} from './record.ts'
import type {Segment} from './segments.ts'
import type {Session} from './session.ts'
import {setsTransaction} from './transactions.ts'
import {prepare, type Sent, segmentsOf, type Work} from './work.ts'

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
  sent?: Sent | null,
): Promise<void> {
  const work = sent?.work ?? (await prepare(migration, row, source, session.variables))
  let {done} = work
  if (done > 0) session.emit({kind: 'resume', migration, done, total: work.statements.length})
  const verdicts = {alone: new Set<number>(), cutBefore: new Set<number>()}
  let segments = segmentsOf(work, done, verdicts)
  for (let segment = segments.shift(); segment; segment = segments.shift()) {
    // What was sent has an end of its own, and that has to be told. It may have begun after the server was asked to stop.
    if (!sent) refuseIfInterrupted(session.signal)
    else if (session.signal?.aborted) void session.monitor.cancel().catch(() => {})
    try {
      await (segment.transactional ? runTransaction : runAlone)(session, work, segment, sent)
      done = segment.next
    } catch (error) {
      if (!(error instanceof BatchError)) throw error
      if (!learn(error, segment, verdicts)) throw await failed(session, work, done, error)
      sent = null
      segments = segmentsOf(work, done, verdicts)
    }
  }
}

type Learned = {readonly alone: Set<number>; readonly cutBefore: Set<number>}

/**
 * What the server says of a statement that the parser could not: that it cannot run in a transaction (25001), ends
 * it by itself (2D000), or needs an earlier one to have ended (55P04). Everything was rolled back, so it is safe to
 * cut the file there and go on. False: there is nothing to learn.
 */
function learn({cause, script}: BatchError, segment: Segment, {alone, cutBefore}: Learned): boolean {
  if (!isServerError(cause) || !segment.transactional || segment.begin !== 'BEGIN' || !script) return false
  const offset = segment.statements.findIndex((statement) => statement.script === script)
  const statement = segment.statements[offset]
  // Alone, it would give up our lock.
  if (!statement?.node || 'DiscardStmt' in statement.node) return false
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
  if (error.isAlive) await session.client.query(recordError(session.table, work.version, error.message))
  return failure
}
