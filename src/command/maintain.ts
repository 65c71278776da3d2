import {Flags} from '@oclif/core'
import type {Action} from '../maintenance/action.ts'
import type {MaintenanceTask} from '../maintenance/task.ts'
import type {TrafficEvent} from '../maintenance/traffic.ts'
import type {Window} from '../maintenance/window.ts'
import type {RunReport} from '../report/maintenance/run.ts'
import type {Schedule} from '../workspace/maintain.ts'
import type {Workspace} from '../workspace/workspace.ts'
import type {BaseCommand} from './base.ts'
import {deliver, note, print, printJson, withoutSecrets} from './output.ts'
import {target} from './targets.ts'

export const RUN_FORMATS = ['text', 'json', 'prometheus', 'nagios'] as const
export type RunFormat = (typeof RUN_FORMATS)[number]

export const databaseFlag = {
  database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
}

export const maintainFlags = {
  ...databaseFlag,
  'lock-wait': Flags.integer({
    description: 'seconds to wait for another run to end',
    default: 0,
    min: 0,
    helpValue: 'SECONDS',
  }),
  budget: Flags.string({description: 'how long it may take, such as 40m or 1h30m', helpValue: 'TIME'}),
  until: Flags.string({description: 'when it has to be done, such as 05:00', helpValue: 'HH:MM'}),
  'dry-run': Flags.boolean({description: 'show what would be done, why, and how long it takes'}),
  format: Flags.option({options: RUN_FORMATS, default: 'text' as const})({
    description: `how to print what was done: ${RUN_FORMATS.join(', ')}`,
    helpValue: 'FORMAT',
  }),
  output: Flags.string({description: 'write it to this file instead of stdout', helpValue: 'FILE'}),
}

export type MaintainFlags = {
  readonly database?: string | undefined
  readonly 'lock-wait': number
  readonly budget?: string | undefined
  readonly until?: string | undefined
  readonly 'dry-run': boolean
  readonly format: RunFormat
  readonly output?: string | undefined
}

type Host = {
  readonly json: boolean
  readonly version: string
  readonly found: () => void
  readonly progress: BaseCommand['progress']
}

type Work = {
  /** Shown as it runs: `vacuum`. */
  readonly title: string
  readonly tasks: readonly MaintenanceTask[]
  /** Null for tasks that a person asked for. */
  readonly schedule: Schedule | null
  /** Whether a person has agreed to lose the rows that have expired in tables which the config does not name. */
  readonly agreed?: boolean
}

/** Does the tasks and shows what was done. Finding that something failed is exit code 1. */
export async function runTasks(workspace: Workspace, work: Work, flags: MaintainFlags, host: Host): Promise<void> {
  const {maintain} = await import('../workspace/maintain.ts')
  const name = target(workspace.project, flags.database)
  const window = windowOf(workspace, work, flags)
  if (flags['dry-run']) return preview(workspace, name, work.tasks, window, host)
  const startedAt = new Date()
  const [actions = []] = await host.progress<readonly Action[]>([
    {
      title: `${work.title} ${name}`,
      run: (update) =>
        maintain(workspace, name, work.tasks, {
          schedule: work.schedule,
          window,
          lockWait: flags['lock-wait'],
          agreed: work.agreed ?? false,
          onWait: (pid) => update(`another run is at work${pid === null ? '' : `, pid ${pid}`}`),
          onEvent: (event) => tell(event, update),
          onAction: (done) => update(done.map(({task, object}) => `${task} ${object}`).at(-1) ?? ''),
        }),
    },
  ])
  const {outcomeOf} = await import('../report/maintenance/run.ts')
  const run: RunReport = {
    database: name,
    schedule: work.schedule,
    startedAt,
    endedAt: new Date(),
    outcome: outcomeOf(actions),
    actions,
  }
  if (run.outcome === 'failed' || run.outcome === 'found') host.found()
  await tellOthers(workspace, run, host.version)
  await deliver(await render(run, host.json ? 'json' : flags.format), flags.output)
}

const windowOf = ({project}: Workspace, {schedule}: Work, {budget, until}: MaintainFlags): Window => {
  const {window} = project.maintenance
  // What a person types has no window but the one that is typed.
  const config = schedule === null || budget !== undefined || until !== undefined ? {budget: null, until: null} : window
  return {budget: budget ?? config.budget, until: until ?? config.until}
}

function tell(event: TrafficEvent, update: (text: string) => void): void {
  if (event.kind === 'gave-way') note(`gave way to ${event.to}`)
  else if (event.kind === 'paused') update(`waiting: ${event.reason}`)
  else update(`${event.object}: ${event.phase}${event.share === null ? '' : ` ${Math.round(100 * event.share)} %`}`)
}

async function preview(
  workspace: Workspace,
  name: string,
  tasks: readonly MaintenanceTask[],
  window: Window,
  {json}: Host,
): Promise<void> {
  const {previewMaintenance} = await import('../workspace/maintain.ts')
  const planned = await previewMaintenance(workspace, name, tasks, window)
  if (json) return printJson({database: name, planned})
  const {renderPreview} = await import('../report/maintenance/preview.ts')
  print(renderPreview(planned))
}

/** Where the config says so, tells a command and a webhook. */
async function tellOthers({project, env}: Workspace, run: RunReport, version: string): Promise<void> {
  const settings = project.maintenance.notify
  const wanted = settings.on === 'always' || run.outcome === 'failed' || run.outcome === 'found'
  if (!wanted || (settings.command === null && settings.webhook === null)) return
  const {notify} = await import('../workspace/notify.ts')
  const {problems, saved, tally} = await import('../report/maintenance/run.ts')
  const {actions, ...summary} = run
  const body = {
    tool: 'pgplumb',
    version,
    ...summary,
    counts: tally(actions).map(({task, outcome, count}) => ({task, outcome, count})),
    savedBytes: saved(actions),
    problems: problems(actions).slice(0, 50),
  }
  for (const problem of await notify(settings, body, {cwd: project.root, env})) note(problem)
}

async function render(run: RunReport, format: RunFormat): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(withoutSecrets(run), null, 2)
    case 'prometheus':
      return (await import('../report/maintenance/prometheus.ts')).prometheus(run)
    case 'nagios':
      return (await import('../report/maintenance/nagios.ts')).nagios(run)
    case 'text':
      return (await import('../report/actions.ts')).renderActions(run.actions)
  }
}
