import {isLockFailure} from '../postgres/errors.ts'
import {BatchError, type Piece} from './batch.ts'
import type {Migration} from './files.ts'
import {pause} from './interrupt.ts'
import {runBatch} from './pipeline.ts'
import type {Session} from './session.ts'

const LONGEST_PAUSE = 5000

/**
 * Runs a batch, and runs it again when it did not get a lock in time or met a deadlock. A batch is all or nothing, so
 * nothing is done twice. After an error the session is in no transaction. `sent` is what becomes of it where it was
 * sent already: false, if it has to be sent again.
 * @throws BatchError
 */
export async function runPatiently(
  session: Session,
  migration: Migration,
  pieces: readonly Piece[],
  sent?: Promise<boolean>,
): Promise<void> {
  const {client, monitor, emit, lockRetries, signal} = session
  for (let attempt = 1; ; attempt++) {
    try {
      await monitor.watch(
        async () => {
          if (attempt === 1 && sent) {
            if (await sent) return
            await client.query('ROLLBACK')
          }
          await runBatch(client, pieces)
        },
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
