import {type Column, renderTable} from '../table.ts'
import {displayWidth, printable, sliceCells} from '../width.ts'

/** The text, cut off with an ellipsis where it is wider. */
export const cutOff = (text: string, width: number): string =>
  displayWidth(text) <= width ? text : `${sliceCells(text, 0, Math.max(1, width - 1))}…`

const LEAST = 20

/** A table whose last column gets what is left of the width. */
export function renderFitted(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const last = columns.length - 1
  const others = columns.slice(0, last).reduce((sum, {title}, index) => {
    const widest = Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[index] ?? '')))
    return sum + widest + 2
  }, 0)
  const room = Math.max(LEAST, width - others)
  return renderTable(
    columns,
    rows.map((row) => row.map((cell, index) => (index === last ? cutOff(printable(cell), room) : printable(cell)))),
  )
}

export const percent = (share: number | null): string =>
  share === null ? '' : `${share > 0 && share < 0.01 ? '<1' : Math.floor(100 * share)} %`
