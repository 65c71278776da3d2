import type {Ended, Job} from '../../fleet/run.ts'
import {glob} from '../../glob.ts'
import type {Action} from '../../maintenance/action.ts'
import type {MaintenanceTask} from '../../maintenance/task.ts'
import {maintain, SCHEDULES, tasksOf} from '../maintain.ts'
import type {Workspace} from '../workspace.ts'
import {membersOf, shardsOf} from './members.ts'
import {put, type Queued} from './queue.ts'
import type {Shards} from './shards.ts'

/** What each tenant can have done: a schedule of the config, or one task. */
export const FLEET_TASKS = [...SCHEDULES, 'vacuum', 'analyze', 'reindex', 'expire'] as const
export type FleetTask = (typeof FLEET_TASKS)[number]

/** Queues maintenance of every tenant's schema; in each shard one tenant after another. */
export async function fleetMaintain(
  workspace: Workspace,
  work: FleetTask,
  {maxFailures = null}: {readonly maxFailures?: number | null} = {},
): Promise<Queued> {
  const members = await membersOf(workspace)
  return put(
    workspace,
    {kind: 'maintain', options: {work}, stages: [members], maxFailures},
    {shards: shardsOf(workspace, members)},
  )
}

/** How long a tenant's maintenance waits for another run in its shard, in seconds. */
const LOCK_WAIT = 600

/** Maintains a tenant's schema, and nothing else of its shard. */
export function maintainer(workspace: Workspace, shards: Shards): (job: Job) => Promise<Ended> {
  return async ({shard, schema, options}) => {
    await shards.open(shard)
    const work = FLEET_TASKS.find((name) => name === options.work)
    const tasks = work ? tasksFor(workspace, work, schema) : []
    if (tasks.length === 0) return {outcome: 'nothing to do', problem: null}
    const actions = await maintain(workspace, shard, tasks, {schemas: [schema], lockWait: LOCK_WAIT})
    const failed = actions.find(({outcome}) => outcome === 'failed')
    const counts = countBy(actions)
    return {
      outcome: failed ? 'failed' : 'maintained',
      result: counts,
      problem: failed ? problemOf(failed) : null,
    }
  }
}

/** The tasks of the config that concern a schema: health is the whole database's affair. */
export function tasksFor(workspace: Workspace, work: FleetTask, schema: string): readonly MaintenanceTask[] {
  const schedule = SCHEDULES.find((name) => name === work)
  if (!schedule) {
    const task = (['vacuum', 'analyze', 'reindex', 'expire'] as const).find((name) => name === work)
    return task ? [{task}] : []
  }
  return tasksOf(workspace, schedule).flatMap((task) => {
    if (task.task === 'health') return []
    // An expire task names its rules' tables, and the rules are narrowed to the schema later.
    if (!task.tables || task.task === 'expire') return [task]
    const tables = task.tables.filter((pattern) => concerns(pattern, schema))
    return tables.length > 0 ? [{...task, tables}] : []
  })
}

/** Whether `tenant_*.deals`, or `deals`, may name a table in the schema. */
function concerns(pattern: string, schema: string): boolean {
  const dot = pattern.indexOf('.')
  return dot < 0 || glob(pattern.slice(0, dot)).test(schema)
}

function countBy(actions: readonly Action[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const {task, outcome} of actions) counts.set(`${task} ${outcome}`, (counts.get(`${task} ${outcome}`) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const problemOf = ({task, object, reason, error}: Action) => ({
  code: 'maintenance_failed',
  message: `${task} ${object}: ${error ?? reason}`,
  hint: null,
  detail: null,
  place: null,
})
