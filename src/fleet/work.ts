import type {Runner} from 'graphile-worker'
import type pg from 'pg'
import {number, object, parse, string} from 'valibot'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {openPool, withConnection} from '../postgres/connect.ts'
import {isConnectionLost} from '../postgres/errors.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import {Bell} from './bell.ts'
import {doJob, type JobOptions} from './do-job.ts'
import {keepAlive} from './keepalive.ts'
import {appear, bury, type DeadWorker, disappear, usePool} from './presence.ts'
import {ensureQueue, silence, TASK} from './queue.ts'
import {Unfit} from './unfit.ts'

export type WorkOptions = JobOptions & {
  /** How many jobs at a time. */
  readonly concurrency: number
  /** Ends when no run has anything to do any more; else it waits for more. */
  readonly untilDone: boolean
  /** When it comes, what was begun is finished, and no further job begun. */
  readonly signal?: AbortSignal | undefined
  readonly onDeath?: (worker: DeadWorker) => void
}

/** Milliseconds between two looks at the other workers. */
const LOOK = {untilDone: 250, staying: 1000}

const APPLICATION = {applicationName: 'pgplumb fleet work'}

/**
 * Works on the queue in a database until the signal comes, or all is done. What workers that died had begun is begun
 * again: who lives is known by the lock that each worker's session holds.
 * @throws Failure `no_queue`, `connection_lost`; whatever `Unfit` says
 */
export async function work(address: Address, options: WorkOptions): Promise<void> {
  await ensureQueue(address)
  // What is lost with the server's last moments is done again, and found to be done.
  const lazily = {...address, options: [address.options, '-c synchronous_commit=off'].filter(Boolean).join(' ')}
  try {
    await withConnection(
      address,
      async (client) => {
        const pool = await openPool(lazily, {...APPLICATION, max: options.concurrency + 2})
        try {
          await workIn(client, pool, options)
        } finally {
          await pool.end().catch(() => {})
        }
      },
      APPLICATION,
    )
  } catch (error) {
    throw isConnectionLost(error) ? lost(address, error) : error
  }
}

const lost = ({database}: Address, cause: unknown): Failure =>
  new Failure(
    'connection_lost',
    `the connection to the queue in ${database} broke; what was begun here is begun again by the next worker`,
    {hint: 'pgplumb fleet work', cause},
  )

async function workIn(client: pg.Client, pool: pg.Pool, options: WorkOptions): Promise<void> {
  const {untilDone, signal, onDeath} = options
  const bell = new Bell()
  let broken: unknown = null
  await keepAlive(client)
  const worker = await appear(client)
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
}

const payload = object({run: number(), shard: string(), schema: string()})

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
          await doJob(pool, {...parse(payload, given), worker}, options).catch((error) => {
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
    // No crontab: else it would look for a file of that name.
    [],
  )
  runner.promise.catch(onBroken)
  return runner
}

/** Whether any run still has something to do. */
async function isOpen(client: pg.Client): Promise<boolean> {
  const {rows} = await client.query<{open: boolean}>(
    "SELECT EXISTS (SELECT FROM pgplumb.fleet_jobs WHERE state IN ('waiting', 'queued', 'running')) AS open",
  )
  return rows[0]?.open === true
}
