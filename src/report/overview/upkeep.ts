import {bytes, count, duration} from '../amounts.ts'
import {badge, html, type Markup, table} from '../html/page.ts'
import {sizePlot} from '../html/plot.ts'
import {type ActionReport, saved} from '../maintenance/run.ts'
import {type Looked, notLooked} from './looked.ts'

const when = (at: Date): string => at.toISOString().replace('T', ' ').slice(0, 16)
const TONES = {
  done: 'ok',
  running: 'info',
  stopped: 'info',
  skipped: 'info',
  failed: 'error',
  died: 'error',
  found: 'warning',
} as const
const outcomeBadge = (outcome: string): Markup => badge(isOutcome(outcome) ? TONES[outcome] : 'info', outcome)
const isOutcome = (outcome: string): outcome is keyof typeof TONES => outcome in TONES

const SHOWN = 15

type Maintenance = {
  readonly runs: readonly {readonly schedule: string; readonly startedAt: Date; readonly outcome: string}[]
  readonly actions: readonly ActionReport[]
}

export function maintenanceSection(maintenance: Looked<Maintenance>): Markup {
  if ('problem' in maintenance) return notLooked(maintenance.problem)
  const {runs, actions} = maintenance.seen
  if (runs.length + actions.length === 0)
    return html`<p>${badge('warning', 'none')} No maintenance is recorded: <code>pgplumb maintain run daily</code></p>`
  const wrong = actions.filter(({outcome}) => outcome !== 'done')
  const largest = actions.filter(({outcome}) => outcome === 'done').sort((a, b) => saved([b]) - saved([a]))
  return html`${
    runs.length
      ? table(
          [{title: 'schedule'}, {title: 'last began'}, {title: 'outcome'}],
          runs.map(({schedule, startedAt, outcome}) => [schedule, when(startedAt), outcomeBadge(outcome)]),
        )
      : null
  }
<p>The last ${count(actions.length, 'action')} gave back ${bytes(saved(actions))}.</p>
${table(
  [
    {title: 'when'},
    {title: 'what'},
    {title: 'took', align: 'right'},
    {title: 'size', align: 'right'},
    {title: 'outcome'},
  ],
  [...wrong, ...largest]
    .slice(0, SHOWN)
    .map((action) => [
      when(action.startedAt),
      html`${action.task} <code>${action.object}</code><br><span class="soft">${action.error ?? action.reason}</span>`,
      duration(action.ms),
      sizes(action),
      outcomeBadge(action.outcome),
    ]),
)}`
}

const sizes = ({before, after}: ActionReport): string =>
  !before
    ? ''
    : after && after.bytes !== before.bytes
      ? `${bytes(before.bytes)} → ${bytes(after.bytes)}`
      : bytes(before.bytes)

type Growth = {
  readonly identity: string
  readonly points: readonly {readonly at: Date; readonly bytes: number}[]
  readonly bytes: number
  readonly perDay: number | null
  readonly in30Days: number | null
  readonly in90Days: number | null
}

export function growthSection(
  growth: Looked<{
    readonly database: readonly Growth[]
    readonly schemas: readonly Growth[]
    readonly tables: readonly Growth[]
  }>,
): Markup {
  if ('problem' in growth) return notLooked(growth.problem)
  const {database, schemas, tables} = growth.seen
  const [whole] = database
  if (!whole) return html`<p class="soft">No sizes are recorded yet; every run of maintenance records them.</p>`
  return html`${sizePlot(whole.points, {
    label: bytes,
    title: `The size of ${whole.identity}: now ${bytes(whole.bytes)}${whole.in90Days === null ? '' : `, in 90 days ${bytes(whole.in90Days)}`}`,
    forecast: whole.in90Days === null ? null : {bytes: whole.in90Days, days: 90},
  })}
${table(
  [
    {title: 'object'},
    {title: 'now', align: 'right'},
    {title: 'a day', align: 'right'},
    {title: 'in 30 days', align: 'right'},
    {title: 'in 90 days', align: 'right'},
  ],
  [whole, ...schemas, ...tables].map((one) => [
    one.identity,
    bytes(one.bytes),
    one.perDay === null ? '' : `${one.perDay < 0 ? '−' : '+'}${bytes(Math.abs(one.perDay))}`,
    one.in30Days === null ? '' : bytes(one.in30Days),
    one.in90Days === null ? '' : bytes(one.in90Days),
  ]),
)}`
}
