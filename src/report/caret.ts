import type {Theme} from './theme.ts'
import {displayWidth, expandTabs, printable, sliceCells} from './width.ts'

export type SourceLine = {
  readonly text: string
  readonly line: number
  /** 1-based, in characters (code points), as PostgreSQL counts. */
  readonly column?: number | null
}

/** The line with its number, and a caret under the column; a line too long is shown around the column. */
export function renderCaret(
  source: SourceLine,
  {theme, width}: {readonly theme: Theme; readonly width: number},
): string[] {
  const gutter = `${source.line} │ `
  const room = Math.max(20, width - displayWidth(gutter))
  const before = [...source.text].slice(0, (source.column ?? 1) - 1).join('')
  const line = expandTabs(printable(source.text.trimEnd()).replaceAll('\n', ' '))
  const caret = displayWidth(expandTabs(printable(before)))
  const start =
    displayWidth(line) <= room ? 0 : Math.max(0, Math.min(caret - Math.floor(room / 2), displayWidth(line) - room))
  const shown = displayWidth(line) <= room ? line : crop(line, start, room)
  const lines = [`${theme.dim(gutter)}${shown}`]
  if (source.column)
    lines.push(
      `${theme.dim(`${' '.repeat(String(source.line).length)} │ `)}${' '.repeat(caret - start)}${theme.bad('^')}`,
    )
  return lines
}

function crop(line: string, start: number, room: number): string {
  const end = start + room
  const left = start > 0 ? '…' : ''
  const right = end < displayWidth(line) ? '…' : ''
  return left + sliceCells(line, start + left.length, end - right.length) + right
}
