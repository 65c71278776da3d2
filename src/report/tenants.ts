import {bytes, count, duration} from './amounts.ts'
import {type Column, renderTable} from './table.ts'
import type {Theme} from './theme.ts'

export type Problem = {
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly detail: string | null
  readonly place: string | null
}
type Creation = {readonly name: string; readonly outcome: string; readonly problem: Problem | null}

/** What was made; then each kind of problem once, with those that have it. */
export function renderCreations(
  creations: readonly Creation[],
  {database, milliseconds, theme}: {readonly database: string; readonly milliseconds: number; readonly theme: Theme},
): string {
  const of = (outcome: string) => creations.filter((one) => one.outcome === outcome)
  const made = [...of('created'), ...of('completed')].length
  const rate = made > 1 && milliseconds > 0 ? `, ${Math.round((made * 1000) / milliseconds)} a second` : ''
  const parts = (['created', 'completed', 'exists', 'failed'] as const)
    .map((outcome) => ({outcome, tenants: of(outcome).length}))
    .filter(({tenants}) => tenants > 0)
    .map(({outcome, tenants}) => `${tenants.toLocaleString('en-US')} ${WORDS[outcome]}`)
  const summary = `${database}: ${parts.join(', ')} in ${duration(milliseconds)}${rate}`
  return [...problems(creations, theme), (of('failed').length ? theme.bad : theme.ok)(summary)].join('\n')
}

const WORDS = {created: 'created', completed: 'completed', exists: 'there already', failed: 'failed'} as const

/** Tenants by what went wrong with them: the same for a thousand is said once. */
export function problems(
  tenants: readonly {readonly name: string; readonly shown?: string; readonly problem: Problem | null}[],
  theme: Theme,
): string[] {
  const groups = new Map<string, {readonly problem: Problem; readonly names: string[]}>()
  for (const {name, shown = name, problem} of tenants) {
    if (!problem) continue
    // Names in the message would make each a group of its own.
    const key = `${problem.code}\n${without(problem.message, name)}`
    const group = groups.get(key)
    if (group) group.names.push(shown)
    else groups.set(key, {problem, names: [shown]})
  }
  return [...groups.values()]
    .sort((a, b) => b.names.length - a.names.length)
    .flatMap(({problem, names}) => [
      `${theme.bad(names.length === 1 ? (names[0] ?? '') : count(names.length, 'tenant'))}: ${problem.place === null ? '' : `${problem.place} `}${problem.message}`,
      ...(problem.detail ? [`  ${problem.detail.replaceAll('\n', '\n  ')}`] : []),
      ...(names.length > 1 ? [`  ${listed(names)}`] : []),
      ...(problem.hint ? [`  hint: ${problem.hint}`] : []),
    ])
}

/** A name, where it is one: `c` stays in `column`. */
const without = (text: string, name: string): string =>
  text.replace(new RegExp(`(?<![\\p{L}\\d])${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\d])`, 'gu'), '')

const MOST = 8

export const listed = (names: readonly string[]): string =>
  `${names.slice(0, MOST).join(', ')}${names.length > MOST ? ` and ${(names.length - MOST).toLocaleString('en-US')} more` : ''}`

type Listed = {readonly id: string | null; readonly name: string; readonly schema: string; readonly state: string}

export function renderTenants(tenants: readonly Listed[], database: string, theme: Theme): string {
  if (!tenants.length) return `${database} has no tenants; pgplumb tenant create NAME makes one`
  const columns: Column[] = [{title: 'tenant'}, {title: 'id', align: 'right'}, {title: 'schema'}, {title: 'state'}]
  const rows = tenants.map(({name, id, schema, state}) => [
    name,
    id ?? '',
    schema,
    state === 'whole' ? '' : theme.bad(state),
  ])
  return `${renderTable(columns, rows, {heading: theme.heading})}\n\n${database}: ${count(tenants.length, 'tenant')}`
}

type TableStats = {readonly schema: string; readonly name: string; readonly rows: number | null; readonly bytes: number}
type Stats = {
  readonly exact: boolean
  readonly tenants: readonly {
    readonly name: string
    readonly tables: number
    readonly rows: number
    readonly bytes: number
    readonly deadRows: number
    readonly writes: number
    readonly lastActivity: Date | null
    readonly counts: Readonly<Record<string, number | null>>
    readonly node?: string | null
  }[]
  readonly tables: readonly TableStats[]
}

/** The largest tenants and tables, and the sums of all. */
export function renderStats(stats: Stats, database: string, limit: number, theme: Theme): string {
  const {tenants, tables, exact} = stats
  if (!tenants.length) return `${database} has no tenants`
  const counted = Object.keys(tenants[0]?.counts ?? {})
  const placed = tenants.some(({node}) => node !== undefined)
  const approximately = (rows: number) => `${exact ? '' : '~'}${number(rows)}`
  const columns: Column[] = [
    {title: 'tenant'},
    {title: 'size', align: 'right'},
    {title: 'rows', align: 'right'},
    {title: 'writes', align: 'right'},
    ...counted.map((title): Column => ({title, align: 'right'})),
    {title: 'last read'},
    ...(placed ? [{title: 'node'}] : []),
  ]
  const rows = tenants
    .slice(0, limit)
    .map((tenant) => [
      tenant.name,
      bytes(tenant.bytes),
      approximately(tenant.rows),
      number(tenant.writes),
      ...counted.map((table) => number(tenant.counts[table] ?? 0)),
      tenant.lastActivity?.toISOString().replace('T', ' ').slice(0, 16) ?? '',
      ...(placed ? [tenant.node ?? theme.bad('not distributed')] : []),
    ])
  const largest = tables.slice(0, Math.min(limit, 5))
  const total = (pick: (tenant: Stats['tenants'][number]) => number) =>
    tenants.reduce((sum, tenant) => sum + pick(tenant), 0)
  const sums = counted.map((table) => `${number(total(({counts}) => counts[table] ?? 0))} in ${table}`)
  return [
    renderTable(columns, rows, {heading: theme.heading}),
    ...(tenants.length > limit ? [`… and ${count(tenants.length - limit, 'smaller tenant')}`] : []),
    '',
    renderTable(
      [{title: 'largest tables'}, {title: 'size', align: 'right'}, {title: 'rows', align: 'right'}],
      largest.map((table) => [
        `${table.schema}.${table.name}`,
        bytes(table.bytes),
        table.rows === null ? '' : approximately(table.rows),
      ]),
      {heading: theme.heading},
    ),
    '',
    `${database}: ${count(tenants.length, 'tenant')}, ${count(
      total(({tables}) => tables),
      'table',
    )}, ${bytes(total((tenant) => tenant.bytes))}, ${approximately(total((tenant) => tenant.rows))} rows${sums.map((sum) => `, ${sum}`).join('')}`,
  ].join('\n')
}

const number = (value: number): string => Math.round(value).toLocaleString('en-US')
