import type {Finding} from '../../finding.ts'
import {bytes, count} from '../amounts.ts'
import {findingsList} from '../findings/html.ts'
import {badge, html, type Markup, page} from '../html/page.ts'
import {PLOT_STYLE} from '../html/plot.ts'
import {type Looked, notLooked} from './looked.ts'
import {coverageSection, driftSection} from './schema.ts'
import {growthSection, maintenanceSection} from './upkeep.ts'

/** What `pgplumb report --json` prints of a database. */
export type Overview = {
  readonly status: {
    readonly name: string
    readonly address: string | null
    readonly reachable: boolean
    readonly problem: {readonly message: string; readonly hint: string | null} | null
    readonly version: string | null
    readonly size: number | null
    readonly migrations: {
      readonly applied: number
      readonly pending: number
      readonly edited: number
      readonly missing: number
    } | null
  }
  readonly drift: Parameters<typeof driftSection>[0]
  readonly findings: Looked<readonly Finding[]>
  readonly coverage: Parameters<typeof coverageSection>[0]
  readonly maintenance: Parameters<typeof maintenanceSection>[0]
  readonly growth: Parameters<typeof growthSection>[0]
}

/** One self-contained page, of one or more databases. */
export const overviewPage = (
  overviews: readonly Overview[],
  {version, at}: {readonly version: string; readonly at: Date},
): string =>
  page({
    title: overviews.length === 1 ? `${overviews[0]?.status.name}: report` : 'Databases: report',
    lead: `${at.toISOString().replace('T', ' ').slice(0, 16)} UTC, pgplumb ${version}`,
    body: html`${overviews.length > 1 ? contents(overviews) : null}${overviews.map((one) => databaseSection(one, overviews.length > 1))}`,
    style: PLOT_STYLE + STYLE,
  })

const contents = (overviews: readonly Overview[]): Markup =>
  html`<nav>${overviews.map(({status}) => html`<a href="#${anchor(status.name)}">${status.name}</a> `)}</nav>`

const anchor = (name: string): string => `db-${name.replace(/[^\w-]/g, '-')}`

function databaseSection(overview: Overview, titled: boolean): Markup {
  const {status} = overview
  const {name, address, version, size, problem} = status
  if (!status.reachable)
    return html`<section id="${anchor(name)}"><h2>${name}</h2>
<p>${badge('error', 'not reachable')} ${problem?.message ?? ''}</p>${problem?.hint ? html`<p>${problem.hint}</p>` : null}</section>`
  return html`<section id="${anchor(name)}">${titled ? html`<h2>${name}</h2>` : null}
<p class="soft">${address}, PostgreSQL ${version}${size === null ? null : `, ${bytes(size)}`}</p>
<p class="badges">${summary(overview)}</p>
<h2>Drift</h2>${driftSection(overview.drift)}
<h2>Migrations</h2>${migrationsSection(status.migrations)}
<h2>Findings</h2>${findingsSection(overview.findings)}
<h2>Row security</h2>${coverageSection(overview.coverage)}
<h2>Maintenance</h2>${maintenanceSection(overview.maintenance)}
<h2>Growth</h2>${growthSection(overview.growth)}
</section>`
}

function summary({drift, findings, status, maintenance}: Overview): Markup[] {
  const changes = 'seen' in drift ? drift.seen.changes.filter(({cosmetic}) => !cosmetic).length : null
  const found = 'seen' in findings ? findings.seen : []
  const errors = found.filter(({severity}) => severity === 'error').length
  const warnings = found.filter(({severity}) => severity === 'warning').length
  const pending = status.migrations?.pending ?? 0
  const failed =
    'seen' in maintenance && maintenance.seen.runs.some(({outcome}) => outcome === 'failed' || outcome === 'died')
  return [
    changes === null
      ? badge('warning', 'not compared')
      : changes === 0
        ? badge('ok', 'no drift')
        : badge('error', `${count(changes, 'object')} ${changes === 1 ? 'differs' : 'differ'}`),
    ...(pending ? [badge('warning', `${count(pending, 'migration')} pending`)] : []),
    errors ? badge('error', count(errors, 'error')) : badge('ok', 'no errors'),
    ...(warnings ? [badge('warning', count(warnings, 'warning'))] : []),
    ...(failed ? [badge('error', 'maintenance failed')] : []),
  ]
}

function migrationsSection(migrations: Overview['status']['migrations']): Markup {
  if (!migrations) return html`<p class="soft">There is no folder of migrations.</p>`
  const {applied, pending, edited, missing} = migrations
  return html`<p>${applied} applied ${pending ? badge('warning', `${pending} pending`) : badge('ok', 'none pending')}
${edited ? badge('error', `${edited} edited after they were applied`) : null}
${missing ? badge('error', `${missing} without a file`) : null}</p>`
}

const RANK = {error: 0, warning: 1, info: 2} as const

function findingsSection(findings: Looked<readonly Finding[]>): Markup {
  if ('problem' in findings) return notLooked(findings.problem)
  if (findings.seen.length === 0) return html`<p>${badge('ok', 'clean')} Nothing was found.</p>`
  return findingsList([...findings.seen].sort((a, b) => RANK[a.severity] - RANK[b.severity]))
}

const STYLE = `
main{overflow-wrap:anywhere}nav a{margin-right:1rem}.badges .badge{margin-right:.4rem}
section section h3{margin-top:1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}
td{overflow-wrap:break-word}td:first-child{min-width:7rem}
`
