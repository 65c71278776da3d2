import {isLockFailure} from '../postgres/errors.ts'
import {BatchError, type Piece, runBatch} from './batch.ts'
import type {Migration} from './files.ts'
import {pause} from './interrupt.ts'
import type {Session} from './session.ts'

const LONGEST_PAUSE = 5000

/**
 * Runs a batch, and runs it again when it did not get a lock in time or met a deadlock. A batch is all or nothing, so
 * nothing is done twice. After an error the session is in no transaction.
 * @throws BatchError
 */
export async function runPatiently(session: Session, migration: Migration, pieces: readonly Piece[]): Promise<void> {
  const {client, monitor, emit, lockRetries, signal} = session
  for (let attempt = 1; ; attempt++) {
    try {
      await monitor.watch(
        () => runBatch(client, pieces),
        (blockers) => emit({kind: 'blocked', migration, blockers}),
      )
      return
    } catch (error) {
      if (!(error instanceof BatchError) || !error.isAlive) throw error
      await client.query('ROLLBACK')
      if (!isLockFailure(error.cause) || attempt > lockRetries || signal?.aborted) throw error
      // Others queue behind a waiting lock: leave them time, and do not come back in step with another run.
      const delay = Math.round(Math.min(100 * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random()))
      emit({kind: 'retry', migration, attempt, delay, blockers: monitor.blockers})
      await pause(delay, signal)
    }
  }
}
