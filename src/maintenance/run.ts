import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import type {Action, OnAction, Task} from './action.ts'
import {expireAll} from './expire/all.ts'
import type {ExpiryRule} from './expire/rule.ts'
import {ensureHistory, recordActions} from './history.ts'
import {takeMaintenanceLock} from './lock.ts'
import {reindex} from './reindex/reindex.ts'
import {vacuum} from './vacuum/vacuum.ts'

export type MaintenanceTask = {
  readonly task: Task
  /** Null or absent: those that need it. */
  readonly tables?: readonly string[] | null
  /** Whether those of `tables` that do not need it are done too. */
  readonly all?: boolean
  /** An interval such as `30 minutes`, after which the task is stopped. */
  readonly budget?: string | null
}

export type MaintainOptions = {
  /** What the task `expire` deletes. */
  readonly expire?: readonly ExpiryRule[]
  readonly schemas?: readonly string[]
  /** Milliseconds to wait for another run to end; default 0. */
  readonly lockWait?: number
  readonly onWait?: (pid: number | null) => void
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/**
 * Does the tasks in order, one run at a time in a database, and records each action in pgplumb's own schema. A task
 * that fails is recorded as failed, and the next one begins.
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
      const actions: Action[] = []
      const tell = async (done: readonly Action[]) => {
        actions.push(...done)
        await recordActions(client, done)
        await options.onAction?.(done)
      }
      for (const task of tasks) {
        if (options.signal?.aborted) await tell([whole(task.task, 'stopped', 'stopped before it began', null)])
        else await runTask(client, address, task, options, tell)
      }
      return actions
    },
    {applicationName: 'pgplumb maintain'},
  )
}

async function runTask(
  client: pg.Client,
  address: Address,
  task: MaintenanceTask,
  options: MaintainOptions,
  onAction: OnAction,
): Promise<void> {
  try {
    const signal = await withBudget(client, task.budget ?? null, options.signal)
    const common = {tables: task.tables ?? undefined, schemas: options.schemas, signal, onAction}
    if (task.task === 'reindex') await reindex(address, common)
    // Named tables are still chosen by need: the config says where to look every day.
    else if (task.task === 'vacuum') await vacuum(address, {...common, all: task.all ?? false})
    else if (task.task === 'analyze') await vacuum(address, {...common, all: task.all ?? false, vacuum: false})
    else await expireAll(address, options.expire ?? [], {tables: task.tables, signal, onAction})
  } catch (error) {
    if (!(error instanceof Failure) && !isServerError(error)) throw error
    // Cancelled: told to stop, or over budget, while it was still choosing.
    const outcome = isServerError(error) && error.code === '57014' ? 'stopped' : 'failed'
    await onAction([whole(task.task, outcome, 'the task as a whole', error.message)])
  }
}

async function withBudget(
  client: pg.Client,
  budget: string | null,
  signal: AbortSignal | undefined,
): Promise<AbortSignal | undefined> {
  if (budget === null) return signal
  const {rows} = await client.query<{ms: number}>('SELECT extract(epoch FROM $1::interval)::float8 * 1000 AS ms', [
    budget,
  ])
  // A timer takes at most 2^31 - 1 ms.
  const timeout = AbortSignal.timeout(Math.max(0, Math.min(rows[0]?.ms ?? 0, 2_147_483_647)))
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

const whole = (task: Task, outcome: Action['outcome'], reason: string, error: string | null): Action => ({
  task,
  object: '*',
  reason,
  outcome,
  startedAt: new Date(),
  ms: 0,
  before: null,
  after: null,
  error,
})
