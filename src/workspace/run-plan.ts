import type pg from 'pg'
import {describeHolder} from '../migrations/lock.ts'
import {Monitor} from '../migrations/monitor.ts'
import type {Step} from '../plan.ts'
import {type RunStepsOptions, runSteps} from '../schema/run-steps.ts'
import type {Opened} from './open.ts'
import type {Workspace} from './workspace.ts'

/** Milliseconds that others may have to wait behind a step that waits for its lock. */
const LOCK_TIMEOUT = 2000
const RETRIES = 10

/**
 * Runs a plan in a database that others work in: a step that does not get its lock in time makes way, and comes again;
 * who is in the way is said. A plan that did not come to its end is gone on with by the next, which begins where it is.
 * @throws Failure `step_failed`, `lock_timeout`, `interrupted`
 */
export async function runPlan(
  {signal, onProgress}: Workspace,
  {address, database}: Opened,
  client: pg.Client,
  steps: readonly Step[],
  {onStep, next}: Pick<RunStepsOptions, 'onStep' | 'next'>,
): Promise<void> {
  const {rows} = await client.query<{pid: number}>('SELECT pg_catalog.pg_backend_pid() AS pid')
  const monitor = new Monitor(address, rows[0]?.pid ?? 0)
  const inTheWay = (): string => monitor.blockers.map(describeHolder).join('; ')
  try {
    await runSteps(client, steps, {
      ...(signal ? {signal} : {}),
      ...(onStep ? {onStep} : {}),
      next: next ?? `pgplumb apply ${database.name} goes on from there`,
      patience: {
        lockTimeout: LOCK_TIMEOUT,
        retries: RETRIES,
        watch: (work) => monitor.watch(work, () => onProgress?.(`waiting for ${inTheWay()}`)),
        onRetry: (step, attempt, delay) =>
          onProgress?.(
            `${step.kind} ${step.identity}: try ${attempt + 1} in ${(delay / 1000).toFixed(1)} s${inTheWay() && `; in the way: ${inTheWay()}`}`,
          ),
        inTheWay,
      },
    })
  } finally {
    await monitor.close()
  }
}
