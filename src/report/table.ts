import {displayWidth, padEnd, padStart} from './width.ts'

export type Column = {
  readonly title: string
  /** Numbers read best from the right. */
  readonly align?: 'left' | 'right'
}

/** Rows in aligned columns, two spaces apart, under their titles. Cells may be coloured already. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  {heading = (text) => text}: {readonly heading?: (text: string) => string} = {},
): string {
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[index] ?? ''))),
  )
  const line = (cells: readonly string[], style: (text: string) => string) =>
    columns
      .map((column, index) => {
        const cell = cells[index] ?? ''
        const pad = column.align === 'right' ? padStart : padEnd
        return pad(cell === '' ? '' : style(cell), widths[index] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [
    line(
      columns.map((column) => column.title),
      heading,
    ),
    ...rows.map((row) => line(row, (text) => text)),
  ].join('\n')
}

/** `name  value` lines with the values under each other. */
export function renderPairs(pairs: readonly (readonly [string, string])[], indent = ''): string {
  const width = Math.max(0, ...pairs.map(([name]) => displayWidth(name)))
  return pairs.map(([name, value]) => `${indent}${padEnd(name, width)}  ${value}`.trimEnd()).join('\n')
}
