import {Failure} from '../failure.ts'
import {placeIn} from '../postgres/script/statement.ts'
import {type Settings, transactionPieces} from './apply-transaction.ts'
import {BatchError, ours, type Piece} from './batch.ts'
import {migrationFailure} from './failures.ts'
import type {Pending} from './pending.ts'
import {runPatiently} from './retry.ts'
import {NO_VERDICTS} from './segments.ts'
import type {Session} from './session.ts'
import type {Variables} from './statements.ts'
import {prepare, segmentsOf} from './work.ts'

/**
 * Runs files, and records them, in one transaction: all of them or none. `before` is what it begins with.
 * @throws Failure `not_transactional`, and those of `apply`
 */
export async function applyTogether(
  session: Session,
  due: readonly Pending[],
  before: readonly Piece[] = [],
): Promise<void> {
  const pieces = await piecesTogether(session, due, session.variables, before)
  const [first] = due
  if (!first) return
  try {
    await runPatiently(session, first.migration, pieces)
  } catch (error) {
    if (!(error instanceof BatchError)) throw error
    const state = 'nothing of these files is in effect'
    if (session.signal?.aborted) throw new Failure('interrupted', 'interrupted', {detail: state, cause: error.cause})
    const last = error.script ?? error.batch.statements[error.completed - 1]
    const path = last?.file ?? first.migration.path
    throw migrationFailure(error, {path, state, blockers: session.monitor.blockers})
  }
}

/** Whether nothing in these files is known to refuse a transaction. */
export async function isTransactional(due: readonly Pending[], variables: Variables): Promise<boolean> {
  for (const {migration, row} of due) {
    const work = await prepare(migration, row, migration, variables)
    if (!segmentsOf(work, work.done, NO_VERDICTS).every(({transactional}) => transactional)) return false
  }
  return true
}

/** What is sent for it. */
export async function piecesTogether(
  settings: Settings,
  due: readonly Pending[],
  variables: Variables,
  before: readonly Piece[] = [],
): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  for (const {migration, row} of due) {
    const work = await prepare(migration, row, migration, variables)
    for (const segment of segmentsOf(work, work.done, NO_VERDICTS)) {
      const [statement] = segment.statements
      if (!segment.transactional && statement)
        throw new Failure(
          'not_transactional',
          'this statement cannot run in a transaction, so not all files can run in one',
          {
            place: placeIn(statement.script, 0),
            hint: 'leave --single-transaction out; or run the files before it first: --to VERSION',
          },
        )
      // Each has its own BEGIN and COMMIT, which are now around all of them.
      pieces.push(...(await transactionPieces(settings, work, segment)).slice(1, -1))
    }
  }
  return [ours('BEGIN'), ...before, ...pieces, ours('COMMIT')]
}
