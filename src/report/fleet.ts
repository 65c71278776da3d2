import type {Change} from '../change.ts'
import {count, duration} from './amounts.ts'
import {type Column, renderTable} from './table.ts'
import {renderTenantDrift, tenantDriftJson} from './tenant-drift.ts'
import {listed, problems} from './tenants.ts'
import type {Theme} from './theme.ts'

type Problem = Parameters<typeof problems>[0][number]['problem']

type Queued = {
  readonly run: number | null
  readonly added: number
  readonly known: number
  readonly joined: boolean
  readonly current: number
  readonly shards: readonly string[]
  readonly templates?: Readonly<Record<string, readonly string[]>>
}

/** What was put on the queue, and how to go on. `what` is what tenants are to get: `to migrate`. */
export function renderQueued(queued: Queued, what: string, theme: Theme): string {
  const {run, added, known, joined, current, shards, templates = {}} = queued
  const where = shards.join(', ')
  const ran = Object.entries(templates).flatMap(([shard, versions]) =>
    versions.length > 0 ? [`${shard}: the template has ${versions.join(', ')}`] : [],
  )
  if (run === null)
    return [...ran, theme.ok(`${where}: nothing ${what}; ${count(current, 'tenant')} up to date`)].join('\n')
  const parts = [
    `${count(added, 'tenant')} ${what}`,
    ...(known > 0 ? [`${number(known)} in it before`] : []),
    ...(current > 0 ? [`${number(current)} up to date`] : []),
  ]
  return [
    ...ran,
    theme.ok(`run ${run}${joined ? ' goes on' : ''}: ${parts.join(', ')}, in ${where}`),
    'pgplumb fleet work --until-done does it, on as many machines as you like',
    `pgplumb fleet status ${run} shows how far it is`,
  ].join('\n')
}

type Run = {
  readonly id: number
  readonly kind: string
  readonly options: Readonly<Record<string, unknown>>
  readonly begunAt: Date
  readonly stopped: 'canary' | 'max-failures' | 'cancelled' | null
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly running: number
  readonly queued: number
  readonly waiting: number
  readonly notBegun: number
  readonly perSecond: number | null
  readonly goesOn: boolean
  readonly failures: readonly {readonly shard: string; readonly name: string; readonly problem: Problem}[]
  readonly drift: Drift | null
}

type Drift = {
  readonly template: string
  readonly equal: readonly string[]
  readonly absent: readonly string[]
  readonly groups: readonly {
    readonly tenants: readonly string[]
    readonly changes: readonly Change[]
    readonly explanation: string | null
  }[]
}

type Worker = {
  readonly host: string
  readonly pid: number
  readonly alive: boolean
  readonly ended: number
  readonly running: readonly string[]
}

export type FleetView = {readonly runs: readonly Run[]; readonly workers: readonly Worker[]}

/** Whether anything of it needs a person. */
export const needsLook = ({runs, workers}: FleetView): boolean =>
  runs.some(
    ({failed, stopped, drift, goesOn}) =>
      failed > 0 || stopped !== null || (!goesOn && drift !== null && drift.groups.length + drift.absent.length > 0),
  ) || workers.some(({alive, running}) => !alive && running.length > 0)

/** What `fleet status --json` prints. */
export const fleetJson = ({runs, workers}: FleetView): object => ({
  runs: runs.map(({drift, ...run}) => ({
    ...run,
    secondsLeft: secondsLeft(run),
    drift: drift && tenantDriftJson(drift),
  })),
  workers,
})

/** The runs with their failures, what was compared, and who works. */
export function renderFleet(view: FleetView, {theme, width}: {readonly theme: Theme; readonly width: number}): string {
  const {runs} = view
  if (runs.length === 0) return 'nothing was put on the queue yet'
  const blocks = runs.flatMap((run) => {
    const lines = problems(named(run.failures), theme)
    const drift = run.drift && run.done > 0 ? [renderTenantDrift(run.drift, `run ${run.id}`, {theme, width})] : []
    return [...(lines.length > 0 ? [lines.join('\n')] : []), ...drift]
  })
  return [renderRuns(runs, theme), ...blocks, renderWorkers(view, theme), ...advice(view)]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** With its shard, where there are several. */
function named<T extends {readonly shard: string; readonly name: string}>(
  failures: readonly T[],
): readonly (T & {readonly shown?: string})[] {
  const several = new Set(failures.map(({shard}) => shard)).size > 1
  return several ? failures.map((one) => ({...one, shown: `${one.shard}/${one.name}`})) : failures
}

function renderRuns(runs: readonly Run[], theme: Theme): string {
  const columns: Column[] = [
    {title: 'run', align: 'right'},
    {title: 'work'},
    {title: 'tenants', align: 'right'},
    {title: 'done', align: 'right'},
    {title: 'failed', align: 'right'},
    {title: 'left', align: 'right'},
    {title: 'a second', align: 'right'},
    {title: 'state'},
  ]
  const rows = runs.map((run) => [
    String(run.id),
    workOf(run),
    number(run.total),
    number(run.done),
    run.failed > 0 ? theme.bad(number(run.failed)) : '',
    left(run) > 0 ? number(left(run)) : '',
    run.perSecond === null ? '' : rate(run.perSecond),
    stateOf(run, theme),
  ])
  return renderTable(columns, rows, {heading: theme.heading})
}

function workOf({kind, options}: Pick<Run, 'kind' | 'options'>): string {
  const detail = kind === 'migrate' ? options.upTo : kind === 'maintain' ? options.work : null
  const prefix = kind === 'migrate' ? 'migrate to ' : `${kind} `
  return typeof detail === 'string' ? `${prefix}${detail}` : kind
}

const left = ({running, queued, waiting}: Pick<Run, 'running' | 'queued' | 'waiting'>): number =>
  running + queued + waiting

/** As the rate of late has it; null where nobody knows. */
function secondsLeft(run: Pick<Run, 'running' | 'queued' | 'waiting' | 'perSecond' | 'goesOn'>): number | null {
  return run.goesOn && run.perSecond ? Math.ceil(left(run) / run.perSecond) : null
}

function stateOf(run: Run, theme: Theme): string {
  if (run.stopped !== null) return theme.bad(`${WHY[run.stopped]}, ${number(run.notBegun)} not begun`)
  if (!run.goesOn) return run.failed > 0 ? theme.bad('ended') : theme.ok('done')
  const seconds = secondsLeft(run)
  const canaries = run.waiting > 0 ? `canaries first, ${number(run.waiting)} wait` : null
  const time = seconds === null ? null : `about ${duration(seconds * 1000)} left`
  return canaries ?? time ?? (run.running > 0 ? 'begins' : 'waits for a worker')
}

const WHY = {
  canary: 'stopped by a canary',
  'max-failures': 'stopped by --max-failures',
  cancelled: 'cancelled',
} as const

function renderWorkers({workers}: FleetView, theme: Theme): string {
  if (workers.length === 0) return ''
  const columns: Column[] = [
    {title: 'worker'},
    {title: 'pid', align: 'right'},
    {title: 'did', align: 'right'},
    {title: 'is at'},
  ]
  const rows = workers.map(({host, pid, ended, alive, running}) => [
    host,
    String(pid),
    number(ended),
    alive ? listed(running) : theme.bad(running.length > 0 ? `died at ${listed(running)}` : 'died'),
  ])
  return renderTable(columns, rows, {heading: theme.heading})
}

function advice({runs, workers}: FleetView): string[] {
  const open = runs.some(({goesOn}) => goesOn)
  const broken = runs.filter(({goesOn, failed, stopped}) => !goesOn && failed > 0 && stopped !== 'cancelled')
  const kinds = ['migrate', 'create'].filter((name) => broken.some(({kind}) => kind === name))
  return [
    ...(open && !workers.some(({alive}) => alive) ? ['nobody works on it: pgplumb fleet work --until-done'] : []),
    ...kinds.map((kind) => `pgplumb fleet ${kind} queues the rest: what is done is not done again`),
  ]
}

/** How a worker's own part went. */
export function renderWorked(
  {
    done,
    failed,
    milliseconds,
  }: {readonly done: number; readonly failed: readonly Named[]; readonly milliseconds: number},
  theme: Theme,
): string {
  const perSecond = done > 10 && milliseconds > 0 ? `, ${rate((done * 1000) / milliseconds)} a second` : ''
  const summary = `${count(done, 'tenant')} done${failed.length > 0 ? `, ${number(failed.length)} failed` : ''} here in ${duration(milliseconds)}${perSecond}`
  return [...problems(named(failed), theme), (failed.length > 0 ? theme.bad : theme.ok)(summary)].join('\n')
}

type Named = {readonly shard: string; readonly name: string; readonly problem: Problem}

const number = (value: number): string => value.toLocaleString('en-US')

const rate = (perSecond: number): string => (perSecond >= 10 ? number(Math.round(perSecond)) : perSecond.toFixed(1))
