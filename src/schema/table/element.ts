import {Buffer} from 'node:buffer'
import type {Node} from '../parse.ts'

const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g

/** Where in a statement's own text each element of a list starts, in bytes. */
export const offsetOf = (element: Node, start: number): number => {
  const [inner] = Object.values(element)
  const location = (inner as Node | undefined)?.location
  return (typeof location === 'number' ? location : 0) - start
}

/**
 * The text of each element of a parenthesised list (columns and constraints of CREATE TABLE), as it was written.
 * `start`: where `source` begins in what was parsed.
 */
export function elementTexts(source: string, start: number, elements: readonly Node[]): string[] {
  const bytes = Buffer.from(source)
  const offsets = elements.map((element) => offsetOf(element, start))
  return offsets.map((from, index) => {
    const next = offsets[index + 1]
    const slice = bytes.subarray(from, next).toString()
    const written = next === undefined ? slice.slice(0, closingParenthesis(slice)) : slice
    return written.trim().replace(/,$/, '')
  })
}

/** Where the list closes that `text` starts in the middle of. */
function closingParenthesis(text: string): number {
  let depth = 0
  for (const {0: token, index} of text.matchAll(TOKEN)) {
    if (token === '(') depth++
    else if (token === ')' && depth-- === 0) return index
  }
  return text.length
}
