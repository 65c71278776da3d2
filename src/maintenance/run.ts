import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import {type Action, inWords, type OnAction, type Task, untouched} from './action.ts'
import {readEstimate} from './estimate.ts'
import type {ExpiryRule} from './expire/rule.ts'
import {ensureHistory, recordActions} from './history.ts'
import {beginRun, endRun, type RunOutcome} from './ledger.ts'
import {LIMITS, type Limits} from './limits.ts'
import {takeMaintenanceLock} from './lock.ts'
import {reindex} from './reindex/reindex.ts'
import {doTask, type MaintenanceTask, type TaskContext} from './task.ts'
import {type TrafficEvent, watchTraffic} from './traffic.ts'
import {vacuum} from './vacuum/vacuum.ts'

export type MaintainOptions = {
  /** What the task `expire` deletes. */
  readonly expire?: readonly ExpiryRule[]
  /** What it would delete if the config said so, which is told. */
  readonly proposed?: readonly ExpiryRule[]
  /** What the task `health` looks at. */
  readonly health?: () => Promise<readonly Action[]>
  /** In which pg_repack is looked for. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly schemas?: readonly string[]
  /** The name of the work: a run that was stopped is gone on with by the next of that name. Null: none. */
  readonly schedule?: string | null
  /** When to be done, as of Date.now(); null: whenever it is. */
  readonly deadline?: number | null
  readonly limits?: Limits
  /** How many tables are worked on at a time; default 2. */
  readonly connections?: number
  /** Milliseconds that VACUUM and ANALYZE sleep, again and again; default 0. */
  readonly costDelay?: number
  /** Milliseconds to wait for another run to end; default 0. */
  readonly lockWait?: number
  readonly onWait?: (pid: number | null) => void
  readonly onEvent?: (event: TrafficEvent) => void
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/**
 * Does the tasks in order, what nears wraparound before all else, one run at a time in a database, and records each action
 * in pgplumb's own schema. A task that fails is recorded as failed, and the next one begins.
 * @throws Failure `locked`, `no_history`
 */
export async function maintain(
  address: Address,
  tasks: readonly MaintenanceTask[],
  options: MaintainOptions = {},
): Promise<readonly Action[]> {
  return withConnection(
    address,
    async (client) => {
      await takeMaintenanceLock(client, {wait: options.lockWait ?? 0, signal: options.signal, onWait: options.onWait})
      await ensureHistory(client)
      const run = await beginRun(client, options.schedule ?? null)
      const signal = until(options.deadline ?? null, options.signal)
      const traffic = watchTraffic(address, options.limits ?? LIMITS, {signal, onEvent: options.onEvent})
      const actions: Action[] = []
      const tell = async (done: readonly Action[]) => {
        actions.push(...done)
        await recordActions(client, run.id, done)
        await options.onAction?.(done)
      }
      const context: TaskContext = {
        schemas: options.schemas,
        expire: options.expire ?? [],
        proposed: options.proposed ?? [],
        health: options.health,
        env: options.env ?? {},
        offers: tasks.every(({task}) => task !== 'repack'),
        connections: options.connections ?? 2,
        costDelay: options.costDelay ?? 0,
        traffic,
        deadline: options.deadline ?? null,
        estimate: timed(tasks, options) ? await readEstimate(client) : undefined,
        done: (task: Task) => new Set(run.done.filter((one) => one.task === task).map(({object}) => object)),
        signal,
        onAction: tell,
      }
      let outcome: RunOutcome = 'failed'
      try {
        // A run that was killed may have left half an index, which every write pays for.
        if (run.died > 0) await reindex(address, {most: 0, signal, traffic, onAction: tell})
        if (hasUrgent(tasks)) await vacuum(address, {...urgent(context), onAction: tell})
        for (const task of tasks) await runTask(client, address, task, context)
        outcome = outcomeOf(actions)
      } finally {
        await traffic.close()
        await endRun(client, run.id, outcome)
      }
      return actions
    },
    {applicationName: 'pgplumb maintain'},
  )
}

/** Whether anything is left undone for want of time. */
const timed = (tasks: readonly MaintenanceTask[], {deadline}: MaintainOptions): boolean =>
  (deadline ?? null) !== null || tasks.some(({budget}) => (budget ?? null) !== null)

/** Whether what nears wraparound has to be vacuumed before all else: a task that vacuums any table begins with it anyway. */
function hasUrgent(tasks: readonly MaintenanceTask[]): boolean {
  const [first] = tasks
  const covers = first?.task === 'vacuum' && (first.tables ?? ['*']).includes('*')
  return !covers && tasks.some(({task}) => task === 'vacuum')
}

const urgent = ({schemas, connections, costDelay, traffic, deadline, estimate, signal}: TaskContext) => ({
  ...{schemas, connections, costDelay, traffic, deadline, estimate, signal},
  urgent: true,
})

const outcomeOf = (actions: readonly Action[]): RunOutcome =>
  actions.some(({outcome}) => outcome === 'stopped')
    ? 'stopped'
    : actions.some(({outcome}) => outcome === 'failed')
      ? 'failed'
      : 'done'

async function runTask(
  client: pg.Client,
  address: Address,
  task: MaintenanceTask,
  context: TaskContext,
): Promise<void> {
  if (context.signal?.aborted) {
    await context.onAction([whole(task.task, 'stopped', 'stopped before it began', null)])
    return
  }
  try {
    const budget = await budgetOf(client, task.budget ?? null)
    const deadline = budget === null ? context.deadline : Math.min(Date.now() + budget, context.deadline ?? Infinity)
    await doTask(address, task, {...context, deadline, signal: until(deadline, context.signal)})
  } catch (error) {
    if (!(error instanceof Failure) && !isServerError(error)) throw error
    // Cancelled: told to stop, or over budget, while it was still choosing.
    const outcome = isServerError(error) && error.code === '57014' ? 'stopped' : 'failed'
    await context.onAction([whole(task.task, outcome, 'the task as a whole', inWords(error))])
  }
}

async function budgetOf(client: pg.Client, budget: string | null): Promise<number | null> {
  if (budget === null) return null
  const {rows} = await client.query<{ms: number}>('SELECT extract(epoch FROM $1::interval)::float8 * 1000 AS ms', [
    budget,
  ])
  return rows[0]?.ms ?? 0
}

/** Aborted at the deadline, or when the other one is. */
function until(deadline: number | null, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (deadline === null) return signal
  // A timer takes at most 2^31 - 1 ms.
  const timeout = AbortSignal.timeout(Math.max(0, Math.min(deadline - Date.now(), 2_147_483_647)))
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

const whole = (task: Task, outcome: Action['outcome'], reason: string, error: string | null): Action =>
  untouched({task, object: '*', outcome, reason, error})
