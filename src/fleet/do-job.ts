import type pg from 'pg'
import {type Problem, problemOf} from '../tenants/tenant.ts'
import type {Ended, Job} from './run.ts'
import {isTransient} from './transient.ts'
import {begin, finish, giveBack, type Turn} from './turn.ts'
import {Unfit} from './unfit.ts'

export type JobOptions = {
  /** Does a job. What it throws is why the job failed; an `Unfit` worker gives it back, and ends. */
  readonly handle: (job: Job) => Promise<Ended>
  readonly onJob?: (job: Job, ended: Ended) => void
  /** A job failed for now, and is tried again. */
  readonly onRetry?: (job: Job, problem: Problem) => void
}

/** How often what is transient is tried; and how often a job is begun at all, for it may be what kills workers. */
const TRIES = 5
const BEGINS = 10

/** A job that is to be tried once more. */
class Again extends Error {}

/**
 * Takes a job, does it, and says what it came to.
 * @throws Error where it is to be tried again later; `Unfit`
 */
export async function doJob(pool: pg.Pool, turn: Turn, {handle, onJob, onRetry}: JobOptions): Promise<void> {
  const job = await begin(pool, turn)
  if (job === null) return
  let ended: Ended
  try {
    ended = job.begins > BEGINS ? {outcome: 'failed', problem: tooOften(job)} : await handle(job)
  } catch (error) {
    const unfit = error instanceof Unfit
    const problem = problemOf(error)
    if (unfit || (isTransient(error) && job.begins < TRIES)) {
      await giveBack(pool, job, {counts: !unfit})
      if (unfit) throw error
      onRetry?.(job, problem)
      throw new Again(problem.message, {cause: error})
    }
    ended = {outcome: 'failed', problem}
  }
  if (await finish(pool, job, turn.worker, ended)) onJob?.(job, ended)
}

const tooOften = ({begins}: Job): Problem => ({
  code: 'worker_died',
  message: `it was begun ${begins - 1} times, and each time its worker died`,
  hint: 'look at the memory and the log of the machines that work',
  detail: null,
  place: null,
})
