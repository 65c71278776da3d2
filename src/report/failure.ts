import type {Failure, Place} from '../failure.ts'
import {renderCaret} from './caret.ts'
import type {Theme} from './theme.ts'
import {printable} from './width.ts'
import {wrap} from './wrap.ts'

export type FailureContext = {
  readonly theme: Theme
  /** With the stack, and nothing cut. */
  readonly debug?: boolean
  readonly width?: number
}

const MOST_LINES = 12

/** One screen: what went wrong, where, why, and what mends it. */
export function renderFailure(failure: Failure, {theme, debug = false, width = 80}: FailureContext): string {
  const blocks = [
    limit(wrap(`error: ${printable(failure.message)}`, width, '', '  '), debug).map((line) =>
      line.replace(/^error:/, theme.bad('error:')),
    ),
    // A message of several places shows each of them itself.
    saysPlace(failure) ? [] : place(failure.place, theme, width),
    failure.detail ? limit(wrap(printable(failure.detail.trimEnd()), width, '  '), debug) : [],
    failure.hint
      ? wrap(`hint: ${printable(failure.hint)}`, width, '  ', '        ').map((line) =>
          line.replace(/^ {2}hint:/, `  ${theme.ok('hint:')}`),
        )
      : [],
    debug ? [theme.dim(stack(failure))] : [],
  ]
  return blocks.flat().join('\n')
}

/** The error object of `--json`. */
export function failureJson(failure: Failure, {debug = false}: {readonly debug?: boolean} = {}): object {
  return {
    error: {
      code: failure.code,
      message: failure.message,
      hint: failure.hint ?? null,
      detail: failure.detail ?? null,
      ...(failure.place ? {place: failure.place} : {}),
      ...(debug ? {stack: stack(failure)} : {}),
    },
  }
}

/** `file:line:column`, as far as known: terminals and editors make it a link. */
export const formatPlace = ({file, line, column}: Place): string =>
  [file, ...(line ? [line, ...(column ? [column] : [])] : [])].join(':')

const saysPlace = ({message, place}: Failure): boolean => place !== undefined && message.startsWith(formatPlace(place))

function place(at: Place | undefined, theme: Theme, width: number): string[] {
  if (!at) return []
  const source =
    at.text !== undefined && at.line
      ? renderCaret({text: at.text, line: at.line, column: at.column ?? null}, {theme, width: width - 4})
      : []
  return [`  ${theme.object(printable(formatPlace(at)))}`, ...source.map((line) => `    ${line}`)]
}

function limit(lines: readonly string[], debug: boolean): readonly string[] {
  if (debug || lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES - 1), `  … ${lines.length - MOST_LINES + 1} more lines, shown by --debug`]
}

function stack(error: Error): string {
  const own = error.stack ?? String(error)
  return error.cause instanceof Error ? `${own}\ncaused by ${stack(error.cause)}` : own
}
