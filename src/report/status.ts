import {bytes, count} from './amounts.ts'
import {renderPairs} from './table.ts'
import type {Theme} from './theme.ts'
import {wrap} from './wrap.ts'

type Migrations = {
  readonly applied: number
  readonly pending: number
  readonly edited: number
  readonly missing: number
}

/** How a database is: what `status --json` prints of it. */
type Status = {
  readonly name: string
  readonly address: string | null
  readonly server: {readonly kind: string; readonly state: string | null}
  readonly protected: boolean
  readonly reachable: boolean
  readonly problem: {readonly message: string; readonly hint: string | null} | null
  readonly version: string | null
  readonly size: number | null
  readonly migrations: Migrations | null
  readonly drift: number | null
  readonly driftProblem: string | null
  readonly health:
    | readonly {
        readonly severity: 'error' | 'warning' | 'info'
        readonly object: string | null
        readonly message: string
        readonly cure: string | null
      }[]
    | null
}

/** Whether nothing has to be done. */
export const isWell = ({reachable, migrations, drift, driftProblem, health}: Status): boolean =>
  reachable &&
  !health?.some(({severity}) => severity === 'error') &&
  !drift &&
  !driftProblem &&
  !(migrations && (migrations.pending || migrations.edited || migrations.missing))

/** A block for each database, its name first. */
export const renderStatus = (
  databases: readonly Status[],
  {theme, width}: {readonly theme: Theme; readonly width: number},
): string => databases.map((database) => block(database, theme, width)).join('\n\n')

function block(status: Status, theme: Theme, width: number): string {
  const kind = status.protected ? `${status.server.kind}, protected` : status.server.kind
  const head = `${theme.heading(status.name)}  ${theme.dim(`${status.address ?? 'nobody knows where'} (${kind})`)}`
  if (!status.reachable) {
    const {message = '', hint = null} = status.problem ?? {}
    return [
      head,
      ...wrap(`not reachable: ${message}`, width, '  ').map((line) =>
        line.replace(/^ {2}not reachable/, `  ${theme.bad('not reachable')}`),
      ),
      ...(hint ? wrap(`hint: ${hint}`, width, '  ', '        ') : []),
    ].join('\n')
  }
  const rows: [string, string][] = [['server', `PostgreSQL ${status.version}`]]
  if (status.size !== null) rows.push(['size', bytes(status.size)])
  if (status.migrations) rows.push(['migrations', migrationsText(status.migrations, status.name, theme)])
  rows.push(['schema', driftText(status, theme)])
  if (status.health) rows.push(['health', status.health.length ? healthText(status.health, theme) : theme.ok('well')])
  return [
    `${head}\n${renderPairs(rows, '  ')}`,
    ...(status.health ?? []).flatMap((one) => concern(one, theme, width)),
  ].join('\n')
}

type Concern = NonNullable<Status['health']>[number]

function healthText(concerns: readonly Concern[], theme: Theme): string {
  const errors = concerns.filter(({severity}) => severity === 'error').length
  const others = concerns.length - errors
  return [
    ...(errors ? [theme.bad(count(errors, 'error'))] : []),
    ...(others ? [theme.warn(count(others, 'warning'))] : []),
  ].join(', ')
}

const concern = ({object, message, cure}: Concern, theme: Theme, width: number): string[] => [
  ...wrap(`${object ?? ''}: ${message}`, width, '    '),
  ...(cure ? wrap(cure, width, '      ').map(theme.dim) : []),
]

function migrationsText({applied, pending, edited, missing}: Migrations, name: string, theme: Theme): string {
  const parts = [`${applied} applied`]
  if (pending) parts.push(theme.warn(`${pending} pending`))
  if (edited) parts.push(theme.bad(`${edited} edited after they were applied`))
  if (missing) parts.push(theme.bad(`${missing} without a file`))
  return `${parts.join(', ')}${pending ? `  ${theme.command(`pgplumb migrate ${name}`)}` : ''}`
}

function driftText({drift, driftProblem, name}: Status, theme: Theme): string {
  if (driftProblem) return theme.warn(`not compared: ${driftProblem}`)
  if (drift === null) return theme.dim('not compared')
  if (drift === 0) return theme.ok('true to the master schema')
  return `${theme.bad(`${count(drift, 'object')} ${drift === 1 ? 'differs' : 'differ'}`)}  ${theme.command(`pgplumb drift ${name}`)}`
}
