import type {Change} from '../../change.ts'
import type {Theme} from '../theme.ts'
import {expandTabs, printable} from '../width.ts'
import {wrap} from '../wrap.ts'
import {type DiffLine, lineDiff} from './line-diff.ts'

const MOST_LINES = 30

/** The definition of an object that one side lacks, or the lines that differ. */
export function renderBody(change: Change, theme: Theme, width: number): string[] {
  const all = difference(change)
  const styles = {'+': theme.added, '-': theme.removed, ' ': theme.dim, '…': theme.dim}
  const lines = all
    .slice(0, MOST_LINES)
    .flatMap(({sign, text}) =>
      wrap(expandTabs(printable(text)), width, `    ${sign} `, `    ${sign}   `).map(styles[sign]),
    )
  return all.length > MOST_LINES
    ? [...lines, theme.dim(`      … ${all.length - MOST_LINES} more lines, see --json`)]
    : lines
}

function difference({actual, expected}: Change): DiffLine[] {
  if (actual !== null && expected !== null) return actual === expected ? [] : lineDiff(actual, expected)
  const sign = actual === null ? '+' : '-'
  return (actual ?? expected ?? '')
    .trim()
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((text) => ({sign, text}))
}
