import {parsePlPgSQLSync, scanSync} from 'libpg-query'
import {offsetOfByte} from '../../postgres/script/place.ts'
import {type Body, rawOffset} from './body.ts'

/** What needs the catalogs, which are not there: no error of the code. */
const NEEDS_CATALOG = /^Not implemented|multiple-item INTO list|is not a scalar variable|is not a known variable/

/** No token of any language: the parser stops at it when it comes that far. */
const JUNK = ' \u0001 '

/** What is wrong with a plpgsql body, and where in its statement; null where nothing is that can be known offline. */
export function plpgsqlProblem(statement: string, body: Body): {message: string; offset: number} | null {
  const text = withoutCatalogTypes(statement)
  const message = refusal(text)
  if (message === null || NEEDS_CATALOG.test(message)) return null
  return {message, offset: locate(text, body, message)}
}

/**
 * The parser names no place. It reads from left to right, so junk after a token changes what it says as long as it has
 * not yet met the error: the first token after which nothing changes is where the error is.
 */
function locate(text: string, body: Body, message: string): number {
  const tokens = tokensOf(body.text)
  let low = 0
  let high = tokens.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const end = rawOffset(text, body, tokens[middle]?.end ?? 0)
    if (refusal(text.slice(0, end) + JUNK + text.slice(end)) === message) high = middle
    else low = middle + 1
  }
  return rawOffset(text, body, tokens[low]?.start ?? 0)
}

function tokensOf(text: string): {start: number; end: number}[] {
  try {
    const ascii = !/[^\0-\x7f]/.test(text)
    const offset = (byte: number) => (ascii ? byte : offsetOfByte(text, byte))
    return scanSync(text).tokens.map(({start, end}) => ({start: offset(start), end: offset(end)}))
  } catch {
    // A quote is open in the body: words will do.
    return Array.from(text.matchAll(/\w+|\S/g), ({0: word, index}) => ({start: index, end: index + word.length}))
  }
}

function refusal(text: string): string | null {
  try {
    parsePlPgSQLSync(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const NAME = '(?:[\\w\\x80-\\uffff$]+|"(?:[^"]|"")+")'
const ROW_TYPE = new RegExp(`${NAME}(?:\\.${NAME})*\\s*%\\s*rowtype\\b`, 'gi')
const COLUMN_TYPE = new RegExp(`${NAME}(?:\\.${NAME})+\\s*%\\s*type\\b`, 'gi')

/** `t%ROWTYPE` and `t.c%TYPE` are looked up in the catalogs; types that are always there take their place. */
function withoutCatalogTypes(text: string): string {
  if (!/%\s*(row)?type\b/i.test(text)) return text
  return text
    .replace(ROW_TYPE, (type) => 'record'.padEnd(type.length))
    .replace(COLUMN_TYPE, (type) => 'text'.padEnd(type.length))
}
