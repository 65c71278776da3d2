import type {Runner} from 'graphile-worker'
import type pg from 'pg'
import {number, object, parse, string} from 'valibot'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {connect, openPool} from '../postgres/connect.ts'
import {isConnectionLost} from '../postgres/errors.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {type Problem, problemOf} from '../tenants/tenant.ts'
import {Bell} from './bell.ts'
import {keepAlive} from './keepalive.ts'
import {appear, bury, type DeadWorker, disappear, usePool} from './presence.ts'
import {ensureQueue, silence, TASK} from './queue.ts'
import type {Ended, Job} from './run.ts'
import {isTransient} from './transient.ts'
import {begin, finish, giveBack} from './turn.ts'
import {Unfit} from './unfit.ts'

export type WorkOptions = {
  /** How many jobs at a time. */
  readonly concurrency: number
  /** Ends when no run has anything to do any more; else it waits for more. */
  readonly untilDone: boolean
  /** When it comes, what was begun is finished, and no further job begun. */
  readonly signal?: AbortSignal | undefined
  /** Does a job. What it throws is why the job failed; an `Unfit` worker gives it back, and ends. */
  readonly handle: (job: Job) => Promise<Ended>
  readonly onJob?: (job: Job, ended: Ended) => void
  /** A job failed for now, and is tried again. */
  readonly onRetry?: (job: Job, problem: Problem) => void
  readonly onDeath?: (worker: DeadWorker) => void
}

/** A job that is to be tried once more. */
class Again extends Error {}

/** Milliseconds between two looks at the other workers. */
const LOOK = {untilDone: 250, staying: 1000}

/** How often what is transient is tried; and how often a job is begun at all, for it may be what kills workers. */
const TRIES = 5
const BEGINS = 10

const payload = object({run: number(), shard: string(), schema: string()})

/**
 * Works on the queue in a database until the signal comes, or all is done. What workers that died had begun is begun
 * again: who lives is known by the lock that each worker's session holds.
 * @throws Failure `no_queue`, `connection_lost`; whatever `Unfit` says
 */
export async function work(address: Address, options: WorkOptions): Promise<void> {
  await ensureQueue(address)
  const {concurrency, untilDone, signal, onDeath} = options
  const applicationName = 'pgplumb fleet work'
  const client = await connect(address, {applicationName})
  // What is lost with the server's last moments is done again, and found to be done.
  const lazily = {...address, options: [address.options, '-c synchronous_commit=off'].filter(Boolean).join(' ')}
  const pool = await openPool(lazily, {applicationName, max: concurrency + 2})
  const bell = new Bell()
  try {
    await keepAlive(client)
    const worker = await appear(client)
    let broken: unknown = null
    const runner = await startRunner(pool, worker, options, (error) => {
      broken ??= error
      bell.ring()
    })
    signal?.addEventListener('abort', bell.ring)
    try {
      while (!signal?.aborted && broken === null) {
        for (const dead of await bury(client)) onDeath?.(dead)
        if (untilDone && !(await isOpen(client))) break
        await bell.wait(untilDone ? LOOK.untilDone : LOOK.staying)
      }
    } finally {
      signal?.removeEventListener('abort', bell.ring)
      await runner.stop().catch(() => {})
    }
    await disappear(client, worker).catch((error: unknown) => {
      broken ??= error
    })
    if (broken !== null) throw broken
  } catch (error) {
    throw isConnectionLost(error) ? lost(address, error) : error
  } finally {
    await pool.end().catch(() => {})
    await client.end().catch(() => {})
  }
}

const lost = ({database}: Address, cause: unknown): Failure =>
  new Failure(
    'connection_lost',
    `the connection to the queue in ${database} broke; what was begun here is begun again by the next worker`,
    {
      hint: 'pgplumb fleet work',
      cause,
    },
  )

async function startRunner(
  pool: pg.Pool,
  worker: number,
  options: WorkOptions,
  onBroken: (error: unknown) => void,
): Promise<Runner> {
  const {run} = await import('graphile-worker')
  let said: Promise<void> | null = null
  const runner = await run(
    {
      pgPool: pool,
      schema: OWN_SCHEMA,
      concurrency: options.concurrency,
      noHandleSignals: true,
      pollInterval: 1000,
      logger: await silence(),
      taskList: {
        [TASK]: async (given) => {
          await doJob(pool, worker, parse(payload, given), options).catch((error) => {
            if (error instanceof Unfit || isConnectionLost(error)) onBroken(error)
            // What is thrown makes graphile-worker try the job again, later and later.
            throw error
          })
        },
      },
      preset: {
        // Unless they are batched nobody waits for them, and nobody hears when they fail.
        worker: {completeJobBatchDelay: 0, failJobBatchDelay: 0},
        plugins: [
          {
            name: 'pgplumb',
            version: '1',
            worker: {
              hooks: {
                startWorker: (_, {worker: slot}) => {
                  said ??= usePool(pool, worker, slot.workerPool.id)
                  return said
                },
              },
            },
          },
        ],
      },
    },
    undefined,
    [],
  )
  runner.promise.catch(onBroken)
  return runner
}

async function doJob(
  pool: pg.Pool,
  worker: number,
  which: {readonly run: number; readonly shard: string; readonly schema: string},
  {handle, onJob, onRetry}: WorkOptions,
): Promise<void> {
  const job = await begin(pool, {...which, worker})
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
  if (await finish(pool, job, worker, ended)) onJob?.(job, ended)
}

const tooOften = ({begins}: Job): Problem => ({
  code: 'worker_died',
  message: `it was begun ${begins - 1} times, and each time its worker died`,
  hint: 'look at the memory and the log of the machines that work',
  detail: null,
  place: null,
})

/** Whether any run still has something to do. */
async function isOpen(client: pg.Client): Promise<boolean> {
  const {rows} = await client.query<{open: boolean}>(
    "SELECT EXISTS (SELECT FROM pgplumb.fleet_jobs WHERE state IN ('waiting', 'queued', 'running')) AS open",
  )
  return rows[0]?.open === true
}
