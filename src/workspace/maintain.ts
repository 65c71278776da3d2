import {Failure} from '../failure.ts'
import type {Action, OnAction} from '../maintenance/action.ts'
import {type Expiry, expire} from '../maintenance/expire/expire.ts'
import {readHistory} from '../maintenance/history.ts'
import {type MaintenanceTask, maintain as run} from '../maintenance/run.ts'
import {withConnection} from '../postgres/connect.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export const SCHEDULES = ['daily', 'weekly', 'monthly'] as const
export type Schedule = (typeof SCHEDULES)[number]

export type MaintainOptions = {
  readonly schemas?: readonly string[]
  /** Seconds to wait for another run to end. */
  readonly lockWait?: number
  readonly onWait?: (pid: number | null) => void
  readonly onAction?: OnAction
}

/** The tasks that the config says for a schedule. */
export const tasksOf = ({project}: Workspace, schedule: Schedule): readonly MaintenanceTask[] =>
  project.maintenance[schedule]

/** Does the tasks in a database, and records each action there. */
export async function maintain(
  workspace: Workspace,
  name: string,
  tasks: readonly MaintenanceTask[],
  {lockWait = 0, ...options}: MaintainOptions = {},
): Promise<readonly Action[]> {
  const {project, signal} = workspace
  if (tasks.some(({task}) => task === 'expire') && !project.maintenance.expire.length && tasks.length === 1)
    throw new Failure('no_expire_rules', 'the config does not say which rows expire', {
      hint: 'maintenance: {expire: [{table: refresh_tokens, column: expires_at, retention: 7 days}]}',
    })
  const {address} = await openDatabase(workspace, name)
  return run(address, tasks, {...options, lockWait: lockWait * 1000, expire: project.maintenance.expire, signal})
}

/** What the expire rules of the config would delete. */
export async function countExpired(workspace: Workspace, name: string): Promise<readonly Expiry[]> {
  const {address} = await openDatabase(workspace, name)
  const counted: Expiry[] = []
  for (const rule of workspace.project.maintenance.expire)
    counted.push(...(await expire(address, rule, {dryRun: true})))
  return counted
}

export async function maintenanceHistory(
  workspace: Workspace,
  name: string,
  limit: number,
): Promise<readonly Action[]> {
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, (client) => readHistory(client, {limit}))
}
