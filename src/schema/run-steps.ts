import {setTimeout as sleep} from 'node:timers/promises'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Step} from '../plan.ts'
import {isLockFailure, isServerError} from '../postgres/errors.ts'
import {cancelOn} from '../postgres/script/interrupt.ts'
import {dropInvalid, leavesInvalid} from './invalid-index.ts'

/** How to behave where others work. */
export type Patience = {
  /** Milliseconds a step may wait for a lock that makes others wait behind it. */
  readonly lockTimeout: number
  /** How often those that did not get a lock in time, or met a deadlock, are tried again. */
  readonly retries: number
  /** Does the work of a try, and looks out for who is in the way. */
  readonly watch?: (work: () => Promise<void>) => Promise<void>
  /** Called before each further try, with the milliseconds until it. */
  readonly onRetry?: (step: Step, attempt: number, delay: number) => void
  /** Who is in the way, for a person; empty where that is not known. */
  readonly inTheWay?: () => string
}

export type RunStepsOptions = {
  readonly signal?: AbortSignal
  /** Called before each step, with its number from 0. */
  readonly onStep?: (step: Step, index: number) => void
  /** Absent: a step waits for a lock as long as it takes. */
  readonly patience?: Patience
  /** What to say of how to go on after a failure. */
  readonly next?: string
}

/** Steps that run together: one alone, or all of a transaction. */
type Group = {readonly from: number; readonly steps: readonly Step[]; readonly transactional: boolean}

class StepRefused extends Error {
  readonly index: number
  constructor(index: number, cause: unknown) {
    super('a step was refused', {cause})
    this.index = index
  }
}

/**
 * Runs the steps of a plan: each that is not transactional alone, those between two such together in one transaction.
 * @throws Failure `step_failed`, `lock_timeout`, `interrupted`, which say what was done and what was not
 */
export async function runSteps(
  client: pg.Client,
  steps: readonly Step[],
  options: RunStepsOptions = {},
): Promise<void> {
  const release = await cancelOn(client, options.signal)
  let committed = 0
  try {
    for (const group of groupsOf(steps)) {
      await patiently(client, group, options)
      committed = group.from + group.steps.length
    }
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error
    // A cancel that came late must not hit the way back.
    await release()
    await client.query('ROLLBACK').catch(() => {})
    throw failure(error, steps, committed, options)
  } finally {
    await release()
  }
}

function groupsOf(steps: readonly Step[]): Group[] {
  const groups: {from: number; steps: Step[]; transactional: boolean}[] = []
  for (const [from, step] of steps.entries()) {
    const last = groups.at(-1)
    if (last?.transactional && step.transactional) last.steps.push(step)
    else groups.push({from, steps: [step], transactional: step.transactional})
  }
  return groups
}

const LONGEST_PAUSE = 5000

/** A transaction is all or nothing, and so is nearly each step alone: nothing is done twice. */
async function patiently(client: pg.Client, group: Group, options: RunStepsOptions): Promise<void> {
  const {signal, patience} = options
  for (let attempt = 1; ; attempt++) {
    try {
      const work = () => run(client, group, options)
      return await (patience?.watch ? patience.watch(work) : work())
    } catch (error) {
      const cause = error instanceof StepRefused ? error.cause : error
      if (!patience || !isLockFailure(cause) || attempt > patience.retries || signal?.aborted) throw error
      await client.query('ROLLBACK')
      const step = error instanceof StepRefused ? group.steps[error.index - group.from] : undefined
      // Others queue behind a waiting lock: leave them time, and do not come back in step with another run.
      const delay = Math.round(Math.min(100 * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random()))
      if (step) patience.onRetry?.(step, attempt, delay)
      await sleep(delay, undefined, signal ? {signal} : {}).catch(() => {})
      if (step && leavesInvalid(step)) await dropInvalid(client, step)
    }
  }
}

async function run(client: pg.Client, {from, steps, transactional}: Group, options: RunStepsOptions): Promise<void> {
  const {signal, onStep, patience} = options
  let index = from
  try {
    signal?.throwIfAborted()
    if (patience) await client.query(`SET lock_timeout = ${steps.every(letsOthersWork) ? 0 : patience.lockTimeout}`)
    if (transactional) await client.query('BEGIN')
    for (const [offset, step] of steps.entries()) {
      index = from + offset
      signal?.throwIfAborted()
      onStep?.(step, index)
      await client.query(step.sql)
    }
    if (transactional) await client.query('COMMIT')
  } catch (error) {
    throw new StepRefused(index, error)
  }
}

/** Nobody who reads or writes waits behind such a lock: there is no hurry. */
const letsOthersWork = ({lock}: Step): boolean => lock === 'SHARE UPDATE EXCLUSIVE'

function failure(refused: StepRefused, steps: readonly Step[], committed: number, options: RunStepsOptions): Failure {
  const {index, cause} = refused
  const {signal, patience, next = 'pgplumb plan shows what is left to do'} = options
  const step = steps[index]
  const about = `step ${index + 1} of ${steps.length}, ${step?.kind} ${step?.identity}`
  const left = step && leavesInvalid(step) ? [leavesInvalid(step)] : []
  if (signal?.aborted)
    return new Failure('interrupted', `interrupted at ${about}`, {
      detail: [...left, done(steps, committed)].join('\n'),
      hint: next,
      cause,
    })
  const message = cause instanceof Error ? cause.message : String(cause)
  const said = [isServerError(cause) ? cause.detail : undefined, step?.sql, ...left, done(steps, committed)]
  const more = {detail: said.filter(Boolean).join('\n'), hint: next, cause}
  if (!isLockFailure(cause)) return new Failure('step_failed', `${about}: ${message}`, more)
  const who = patience?.inTheWay?.() ?? ''
  return new Failure('lock_timeout', `${about}: ${message}${who && `; in the way: ${who}`}`, more)
}

const done = (steps: readonly Step[], committed: number): string =>
  committed === 0 ? 'nothing was changed' : `the first ${committed} of ${steps.length} steps are done, the rest is not`
