import type {Place} from '../../failure.ts'

/** A place that is known to the column. */
export type ExactPlace = Required<Place>

/** A line (1-based) and the offset at which it starts. */
export type LineStart = {readonly line: number; readonly start: number}

const FIRST_LINE: LineStart = {line: 1, start: 0}

/**
 * The line, column and line text of an offset in a text. `offset` is in UTF-16 units, as JavaScript strings count;
 * so is `column` (1-based), as editors and SARIF count. Where the start of a line before it is known, lines are counted
 * from there.
 */
export function placeAt(file: string, text: string, offset: number, known: LineStart = FIRST_LINE): ExactPlace {
  const at = Math.min(Math.max(offset, 0), text.length)
  let {line, start} = known.start <= at ? known : FIRST_LINE
  for (;;) {
    const end = text.indexOf('\n', start)
    if (end === -1 || end >= at) break
    line++
    start = end + 1
  }
  let end = text.indexOf('\n', at)
  if (end === -1) end = text.length
  if (end > start && text[end - 1] === '\r') end--
  return {file, line, column: at - start + 1, text: text.slice(start, end)}
}

/** The offset of the nth character (0-based, in code points, as the server counts) of a text. */
export function offsetOfCharacter(text: string, character: number): number {
  let offset = 0
  for (let n = 0; n < character && offset < text.length; n++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  }
  return offset
}

/** The offset of the nth byte (0-based, in UTF-8, as the parser's trees count) of a text. */
export function offsetOfByte(text: string, byte: number): number {
  let bytes = 0
  let offset = 0
  while (bytes < byte && offset < text.length) {
    const code = text.codePointAt(offset) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    offset += code > 0xffff ? 2 : 1
  }
  return offset
}
