import type {Severity} from '../finding.ts'
import {count} from './amounts.ts'
import {renderPairs} from './table.ts'
import type {Theme} from './theme.ts'
import {wrap} from './wrap.ts'

type PgDump = {
  readonly kind: string
  readonly path: string | null
  readonly version: string | null
  readonly problem: string | null
}
type Database = {
  readonly name: string
  readonly kind: string
  readonly state: string
  readonly version: string | null
  readonly pgDump: {
    readonly kind: string
    readonly path: string | null
    readonly version: string
    readonly why: string
  } | null
  readonly leftovers: readonly string[]
  readonly problem: {readonly message: string; readonly hint: string | null} | null
}
type Facts = {
  readonly version: string
  readonly node: string
  readonly platform: string
  readonly configFile: string | null
  readonly schemaFiles: number
  readonly pgDumps: readonly PgDump[]
  readonly databases: readonly Database[]
  readonly advice: readonly {
    readonly severity: Severity
    readonly database: string | null
    readonly message: string
    readonly cure: string
  }[]
}

export function renderDiagnosis(facts: Facts, {theme, width}: {readonly theme: Theme; readonly width: number}): string {
  const head = renderPairs([
    ['pgplumb', facts.version],
    ['Node.js', facts.node],
    ['platform', facts.platform],
    ['config', facts.configFile ?? 'none: the defaults'],
    ['schema', facts.schemaFiles ? count(facts.schemaFiles, 'file') : 'none'],
  ])
  const dumps = facts.pgDumps.map(
    ({kind, path, version, problem}) =>
      `  ${version ?? '-'}  ${path ?? 'built in (WASM)'}${kind === 'configured' ? ', configured' : ''}${problem ? `: ${problem}` : ''}`,
  )
  return [
    head,
    [theme.heading('pg_dump'), ...dumps].join('\n'),
    ...facts.databases.map((database) => block(database, theme, width)),
    mend(facts, theme, width),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function mend({advice, databases}: Facts, theme: Theme, width: number): string {
  if (advice.length === 0) return databases.some(({problem}) => problem) ? '' : theme.ok('nothing to mend')
  const style = {error: theme.bad, warning: theme.warn, info: theme.dim}
  const lines = advice.flatMap(({severity, database, message, cure}) => [
    ...wrap(
      `${database === null ? '' : `${database}: `}${message}`,
      width,
      `  ${severity.padEnd(9)}`,
      ' '.repeat(11),
    ).map(style[severity]),
    ...wrap(`cure: ${cure}`, width, '           ', '                 '),
  ])
  return [theme.heading('to mend'), ...lines].join('\n')
}

function block(
  {name, kind, state, version, pgDump, leftovers, problem}: Database,
  theme: Theme,
  width: number,
): string {
  const head = `${theme.heading(name)}  ${theme.dim(`${kind}, ${state}`)}`
  if (problem)
    return [
      head,
      ...wrap(problem.message, width, '  ').map(theme.bad),
      ...(problem.hint ? wrap(`hint: ${problem.hint}`, width, '  ', '        ') : []),
    ].join('\n')
  const where = pgDump ? `${pgDump.version} ${pgDump.path ?? 'built in (WASM)'}` : ''
  const pairs = renderPairs(
    [
      ['server', `PostgreSQL ${version}`],
      ['pg_dump', where],
      ['why', pgDump?.why ?? ''],
    ],
    '  ',
  )
  const left = leftovers.length
    ? wrap(
        `killed commands left ${count(leftovers.length, 'database')} on its server, which the next reset, plan, drift or migrate verify there drops: ${leftovers.join(', ')}`,
        width,
        '  ',
      ).map(theme.warn)
    : []
  return [head, pairs, ...left].join('\n')
}
