import type {Buffer} from 'node:buffer'
import {parser} from '../../schema/parse.ts'

/** A token with its place in bytes of UTF-8, as the parser's trees count. */
export type Token = {readonly start: number; readonly end: number; readonly text: string; readonly name: string}

/** The tokens of a text; comments are none. The parser must be loaded. */
export function tokensOf(bytes: Buffer): readonly Token[] {
  const sql = bytes.toString()
  if (!sql.trim()) return []
  return parser()
    .scanSync(sql)
    .tokens.filter(({tokenName}) => !tokenName.endsWith('_COMMENT'))
    .map(({start, end, tokenName}) => ({start, end, text: bytes.subarray(start, end).toString(), name: tokenName}))
}

/** The identifier that a token is, as the server would read it; null where it is none. */
export function identifierOf({text}: Token): string | null {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"')
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text) ? text.toLowerCase() : null
}

/** How a string constant is written: what is before and after its text, and what the text means. */
export type Constant = {readonly open: string; readonly close: string; readonly inner: string; readonly value: string}

/** Null where the token is no string constant, or one of a kind that pg_dump does not print. */
export function constantOf({text, name}: Token): Constant | null {
  if (name !== 'SCONST') return null
  const dollar = /^\$[^$]*\$/.exec(text)?.[0]
  if (dollar !== undefined) {
    const inner = text.slice(dollar.length, -dollar.length)
    return {open: dollar, close: dollar, inner, value: inner}
  }
  const open = /^E?'/i.exec(text)?.[0]
  if (open === undefined) return null
  const inner = text.slice(open.length, -1)
  const plain = inner.replaceAll("''", "'")
  return {open, close: "'", inner, value: open === "'" ? plain : plain.replaceAll('\\\\', '\\')}
}
