import {type Finding, SEVERITIES, type Severity, summarize} from '../../finding.ts'
import {count} from '../amounts.ts'
import {renderCaret} from '../caret.ts'
import type {Theme} from '../theme.ts'
import {displayWidth, padEnd, printable} from '../width.ts'
import {wrap} from '../wrap.ts'
import {type FindingsContext, objectName} from './context.ts'

/** For people: findings grouped by file, then by object, worst first where no line gives an order. */
export function text(findings: readonly Finding[], context: FindingsContext): string {
  const {theme, clean = 'no findings'} = context
  if (findings.length === 0) return theme.ok(clean)
  const groups = new Map<string, Finding[]>()
  for (const finding of [...findings].sort(order)) {
    const title = finding.file ?? objectName(finding) ?? 'project'
    const group = groups.get(title)
    if (group) group.push(finding)
    else groups.set(title, [finding])
  }
  const blocks = [...groups].map(([title, found]) => group(title, found, context))
  return [...blocks, summary(findings, theme)].join('\n\n')
}

/** `2 errors, 1 warning` */
export function summary(findings: readonly Finding[], theme: Theme): string {
  const sums = summarize(findings)
  return SEVERITIES.filter((severity) => sums[severity] > 0)
    .map((severity) =>
      style(theme, severity)(count(sums[severity], severity, severity === 'info' ? 'info' : undefined)),
    )
    .join(', ')
}

function group(title: string, findings: readonly Finding[], context: FindingsContext): string {
  const places = findings.map(({line, column}) => (line === null ? '' : column ? `${line}:${column}` : String(line)))
  const widths = {
    place: Math.max(...places.map(displayWidth)),
    severity: Math.max(...findings.map(({severity}) => severity.length)),
  }
  return [
    context.theme.heading(printable(title)),
    ...findings.flatMap((finding, index) => entry(finding, places[index] ?? '', widths, context)),
  ].join('\n')
}

function entry(
  finding: Finding,
  place: string,
  widths: {readonly place: number; readonly severity: number},
  {theme, width = 80, readLine}: FindingsContext,
): string[] {
  const head = [
    '  ',
    widths.place > 0 ? `${padEnd(place, widths.place)}  ` : '',
    style(theme, finding.severity)(padEnd(finding.severity, widths.severity)),
    '  ',
    theme.dim(finding.rule),
  ].join('')
  const object = finding.file === null ? null : objectName(finding)
  const message =
    object && !finding.message.includes(finding.object?.identity ?? '')
      ? `${object}: ${finding.message}`
      : finding.message
  const source = finding.file && finding.line ? (readLine?.(finding.file, finding.line) ?? null) : null
  const caret =
    source !== null && finding.line
      ? renderCaret({text: source, line: finding.line, column: finding.column ?? null}, {theme, width: width - 6})
      : []
  return [
    head,
    ...wrap(printable(message), width, '    '),
    ...caret.map((line) => `      ${line}`),
    ...(finding.cure ? wrap(`cure: ${printable(finding.cure)}`, width, '    ', '          ') : []),
    ...(finding.sql
      ? printable(finding.sql.trim())
          .split('\n')
          .map((line) => theme.command(`    ${line}`))
      : []),
  ]
}

const style = (theme: Theme, severity: Severity): ((text: string) => string) =>
  severity === 'error' ? theme.bad : severity === 'warning' ? theme.warn : theme.dim

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function order(a: Finding, b: Finding): number {
  // Findings in files come first.
  return (
    Number(a.file === null) - Number(b.file === null) ||
    compare(a.file ?? '', b.file ?? '') ||
    (a.file === null ? compare(objectName(a) ?? '', objectName(b) ?? '') : 0) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compare(a.rule, b.rule)
  )
}
