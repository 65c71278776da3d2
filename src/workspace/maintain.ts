import {Failure} from '../failure.ts'
import type {Action, OnAction} from '../maintenance/action.ts'
import {type Expiry, expire} from '../maintenance/expire/expire.ts'
import {recogniseTables} from '../maintenance/expire/recognise.ts'
import type {ExpiryRule} from '../maintenance/expire/rule.ts'
import {type HistoryFilter, readHistory} from '../maintenance/history.ts'
import {type Planned, previewTasks} from '../maintenance/preview.ts'
import {maintain as run} from '../maintenance/run.ts'
import type {MaintenanceTask} from '../maintenance/task.ts'
import type {TrafficEvent} from '../maintenance/traffic.ts'
import {deadlineOf, parseDuration, type Window} from '../maintenance/window.ts'
import {withConnection} from '../postgres/connect.ts'
import {healthActions} from './health.ts'
import {type Opened, openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export const SCHEDULES = ['daily', 'weekly', 'monthly'] as const
export type Schedule = (typeof SCHEDULES)[number]

export type MaintainOptions = {
  readonly schemas?: readonly string[]
  /** The name of the work: a run that was stopped is gone on with by the next of that name. */
  readonly schedule?: Schedule | null
  /** Stronger than the config's; absent: no end. */
  readonly window?: Window
  /** Seconds to wait for another run to end. */
  readonly lockWait?: number
  readonly onWait?: (pid: number | null) => void
  readonly onEvent?: (event: TrafficEvent) => void
  readonly onAction?: OnAction
}

/** The tasks that the config says for a schedule. */
export const tasksOf = ({project}: Workspace, schedule: Schedule): readonly MaintenanceTask[] =>
  project.maintenance[schedule]

/**
 * Does the tasks in a database, and records each action there.
 * @throws Failure `no_expire_rules`, `bad_window`, `locked`, `no_history`
 */
export async function maintain(
  workspace: Workspace,
  name: string,
  tasks: readonly MaintenanceTask[],
  {lockWait = 0, window, ...options}: MaintainOptions = {},
): Promise<readonly Action[]> {
  const {project, signal} = workspace
  const {throttle} = project.maintenance
  const deadline = window ? deadlineOf(window, new Date()) : null
  const opened = await openDatabase(workspace, name)
  const rules = tasks.some(({task}) => task === 'expire') ? await expireRules(workspace, opened) : []
  if (!rules.length && tasks.length === 1 && tasks[0]?.task === 'expire') throw noRules(opened)
  return run(opened.address, tasks, {
    ...options,
    deadline,
    lockWait: lockWait * 1000,
    expire: rules,
    health: () => healthActions(workspace, name),
    connections: throttle.connections,
    costDelay: throttle.costDelay,
    limits: {
      replicaLag: parseDuration(throttle.replicaLag) / 1000,
      activeSessions: throttle.activeSessions,
      giveWay: parseDuration(throttle.giveWay),
    },
    signal,
  })
}

/** What a run would do now, and in what order. Changes nothing. */
export async function previewMaintenance(
  workspace: Workspace,
  name: string,
  tasks: readonly MaintenanceTask[],
  window: Window = {budget: null, until: null},
): Promise<readonly Planned[]> {
  const opened = await openDatabase(workspace, name)
  return previewTasks(opened.address, tasks, {
    expire: tasks.some(({task}) => task === 'expire') ? await expireRules(workspace, opened) : [],
    deadline: deadlineOf(window, new Date()),
  })
}

/** The rules of the config; where it has none, those of recognised tables, but not for a protected database. */
async function expireRules({project}: Workspace, {address, database}: Opened): Promise<readonly ExpiryRule[]> {
  if (project.maintenance.expire) return project.maintenance.expire
  return database.protected ? [] : withConnection(address, recogniseTables)
}

const noRules = ({database}: Opened): Failure =>
  new Failure(
    'no_expire_rules',
    database.protected
      ? 'the config does not say which rows expire, and in a protected database it has to'
      : 'the config does not say which rows expire, and no table of tokens is recognised',
    {hint: 'maintenance: {expire: [{table: refresh_tokens, column: expires_at, retention: 7 days}]}'},
  )

/** What the expire rules would delete, also those of recognised tables in a protected database. */
export async function countExpired(workspace: Workspace, name: string): Promise<readonly Expiry[]> {
  const {project} = workspace
  const {address} = await openDatabase(workspace, name)
  const rules = project.maintenance.expire ?? (await withConnection(address, recogniseTables))
  const tenantColumn = project.isolation.column
  const counted: Expiry[] = []
  for (const rule of rules) counted.push(...(await expire(address, rule, {dryRun: true, tenantColumn})))
  return counted
}

export async function maintenanceHistory(
  workspace: Workspace,
  name: string,
  filter: HistoryFilter,
): Promise<readonly Action[]> {
  const {address} = await openDatabase(workspace, name)
  return withConnection(address, (client) => readHistory(client, filter))
}
