import {Failure} from '../../failure.ts'
import {type Cursor, type Frame, placeOf} from './cursor.ts'
import {advanceTo} from './draft.ts'

/** The lines after a `COPY … FROM stdin;` that has just ended, up to `\.`, or to the end of the file as psql has it. */
export function copyData(
  cursor: Cursor,
  frame: Frame,
): {readonly data: string; readonly dataLine: number; readonly next: number} {
  const {text} = frame.source
  const after = frame.position
  const newline = text.indexOf('\n', after)
  const from = newline === -1 ? text.length : newline + 1
  if (!/^\s*(--.*)?$/.test(text.slice(after, newline === -1 ? text.length : newline))) {
    throw new Failure('script_command', 'the data of COPY … FROM stdin begins on the line after it', {
      hint: 'move what follows the ; to a line after the data',
      place: placeOf(cursor, frame, after),
    })
  }
  advanceTo(cursor.lines, text, from)
  const dataLine = cursor.lines.line
  let end = from
  for (let at = text.indexOf('\\.', from); ; at = text.indexOf('\\.', at + 2)) {
    if (at === -1) return {data: text.slice(from), dataLine, next: text.length}
    const whole = at === from || text[at - 1] === '\n'
    const rest = text[at + 2]
    if (!whole || !(rest === undefined || rest === '\n' || (rest === '\r' && text[at + 3] === '\n'))) continue
    end = at
    break
  }
  const line = text.indexOf('\n', end)
  const next = line === -1 ? text.length : line + 1
  advanceTo(cursor.lines, text, next)
  return {data: text.slice(from, end), dataLine, next}
}
