import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Step} from '../plan.ts'
import {isServerError} from '../postgres/errors.ts'
import {cancelOn} from '../postgres/script/interrupt.ts'

export type RunStepsOptions = {
  readonly signal?: AbortSignal
  /** Called before each step, with its number from 0. */
  readonly onStep?: (step: Step, index: number) => void
}

/**
 * Runs the steps of a plan: each that is not transactional alone, those between two such together in one transaction.
 * @throws Failure `step_failed`, which says what was done and what was not
 */
export async function runSteps(
  client: pg.Client,
  steps: readonly Step[],
  options: RunStepsOptions = {},
): Promise<void> {
  const {signal, onStep} = options
  const release = await cancelOn(client, signal)
  let committed = 0
  let open = false
  try {
    for (const [index, step] of steps.entries()) {
      try {
        signal?.throwIfAborted()
        if (step.transactional !== open) {
          await client.query(open ? 'COMMIT' : 'BEGIN')
          if (open) committed = index
          open = !open
        }
        onStep?.(step, index)
        await client.query(step.sql)
        if (!open) committed = index + 1
      } catch (error) {
        // A cancel that came late must not hit the way back.
        await release()
        if (open) await client.query('ROLLBACK').catch(() => {})
        throw signal?.aborted
          ? interrupted(steps, index, committed, error)
          : stepFailure(error, steps, index, committed)
      }
    }
    if (open) await client.query('COMMIT')
  } finally {
    await release()
  }
}

const done = (steps: readonly Step[], committed: number): string =>
  committed === 0 ? 'nothing was changed' : `the first ${committed} of ${steps.length} steps are done, the rest is not`

function interrupted(steps: readonly Step[], index: number, committed: number, cause: unknown): Failure {
  const step = steps[index]
  return new Failure('interrupted', `interrupted at step ${index + 1}, ${step?.kind} ${step?.identity}`, {
    detail: done(steps, committed),
    hint: 'pgplumb plan shows what is left to do',
    cause,
  })
}

function stepFailure(error: unknown, steps: readonly Step[], index: number, committed: number): Failure {
  const step = steps[index]
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('step_failed', `${step?.kind} ${step?.identity}: ${message}`, {
    detail: [isServerError(error) ? error.detail : undefined, step?.sql, done(steps, committed)]
      .filter(Boolean)
      .join('\n'),
    hint: 'pgplumb plan shows what is left to do',
    cause: error,
  })
}
