import {displayWidth} from './width.ts'

/**
 * Breaks text at spaces so that no line is wider than `width`. A word that is wider stays whole, for a name cut in
 * two could not be copied. `indent` starts the first line, `hanging` those after it.
 */
export function wrap(text: string, width: number, indent = '', hanging = indent): string[] {
  return text.split('\n').flatMap((line, index) => wrapLine(line, width, index === 0 ? indent : hanging, hanging))
}

function wrapLine(text: string, width: number, indent: string, hanging: string): string[] {
  const own = /^\s*/.exec(text)?.[0] ?? ''
  if (displayWidth(indent) + displayWidth(text) <= width) return [`${indent}${text}`.trimEnd()]
  const lines: string[] = []
  let line = indent + own
  let empty = true
  for (const word of text.slice(own.length).split(/ +/)) {
    if (!empty && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line)
      line = hanging + own
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  lines.push(line)
  return lines
}
