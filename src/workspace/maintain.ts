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
  /** Whether a person has agreed to what `countExpired` tells, where the config says nothing. */
  readonly agreed?: boolean
}

/** The tasks that the config says for a schedule. */
export const tasksOf = ({project}: Workspace, schedule: Schedule): readonly MaintenanceTask[] =>
  project.maintenance[schedule]

/**
 * Does the tasks in a database, and records each action there.
 * @throws Failure `bad_window`, `locked`, `no_history`
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
  const rules = await expiryOf(workspace, opened, tasks, options.agreed)
  return run(opened.address, tasks, {
    ...options,
    deadline,
    lockWait: lockWait * 1000,
    ...rules,
    health: () => healthActions(workspace, name),
    env: workspace.env,
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
    ...(await expiryOf(workspace, opened, tasks)),
    env: workspace.env,
    deadline: deadlineOf(window, new Date()),
  })
}

type Rules = {readonly expire: readonly ExpiryRule[]; readonly proposed: readonly ExpiryRule[]}

/** The rules of the config. That a table is recognised by its name is no leave to delete: such rules are only proposed. */
async function expiryOf(
  {project}: Workspace,
  {address}: Opened,
  tasks: readonly MaintenanceTask[],
  agreed = false,
): Promise<Rules> {
  const rules = project.maintenance.expire
  if (tasks.every(({task}) => task !== 'expire')) return {expire: [], proposed: []}
  if (rules !== null && rules !== 'recognised') return {expire: rules, proposed: []}
  const recognised = await withConnection(address, recogniseTables)
  return rules === 'recognised' || agreed ? {expire: recognised, proposed: []} : {expire: [], proposed: recognised}
}

/**
 * What the expire rules would delete, also those of recognised tables where the config has none.
 * @throws Failure `no_expire_rules` where there are neither
 */
export async function countExpired(workspace: Workspace, name: string): Promise<readonly Expiry[]> {
  const {project} = workspace
  const opened = await openDatabase(workspace, name)
  const {expire: rules, proposed} = await expiryOf(workspace, opened, [{task: 'expire'}])
  if (rules.length + proposed.length === 0)
    throw new Failure(
      'no_expire_rules',
      'the config does not say which rows expire, and no table of tokens is recognised',
      {hint: 'maintenance: {expire: [{table: refresh_tokens, column: expires_at, retention: 7 days}]}'},
    )
  const tenantColumn = project.isolation.column
  const counted: Expiry[] = []
  for (const rule of [...rules, ...proposed])
    counted.push(...(await expire(opened.address, rule, {dryRun: true, tenantColumn})))
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
