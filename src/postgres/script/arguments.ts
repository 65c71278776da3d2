import {quoteIdent, quoteLiteral} from '../quote.ts'

export type Variables = ReadonlyMap<string, string>

const NAME = '[A-Za-z0-9_\\x80-\\uffff]+'
/** `:name`, `:'name'`, `:"name"`, `:{?name}`. */
const VARIABLE = new RegExp(`:(?:(${NAME})|'(${NAME})'|"(${NAME})"|\\{\\?(${NAME})\\})`, 'y')
const NAME_ONLY = new RegExp(`^${NAME}$`)

export const isVariableName = (name: string): boolean => NAME_ONLY.test(name)

export type Reference = {
  readonly name: string
  readonly length: number
  /** What replaces it; undefined where there is no such variable, and the text stays as it is. */
  readonly value: string | undefined
  /** True for `:name`, whose value is scanned as SQL. */
  readonly raw: boolean
}

/** The reference to a variable at an offset, or null where there is none. */
export function referenceAt(text: string, at: number, variables: Variables): Reference | null {
  VARIABLE.lastIndex = at
  const match = VARIABLE.exec(text)
  if (!match) return null
  const [whole, plain, literal, ident, defined] = match
  const name = plain ?? literal ?? ident ?? defined ?? ''
  const value = variables.get(name)
  const common = {name, length: whole.length, raw: plain !== undefined}
  if (defined !== undefined) return {...common, value: value === undefined ? 'FALSE' : 'TRUE'}
  if (value === undefined || plain !== undefined) return {...common, value}
  return {...common, value: literal === undefined ? quoteIdent(value) : quoteLiteral(value)}
}

export type Arguments = {
  readonly values: readonly string[]
  /** Where the command ended: the end of the line, or the backslash that begins another command. */
  readonly end: number
  /** The first thing in it that cannot be done here. */
  readonly refused: 'backtick' | 'unterminated' | null
}

const SPACES = /[ \t\f\v\r]*/y
const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', b: '\b', r: '\r', f: '\f'}

/** The arguments of a backslash command, by the rules of psql's psqlscanslash.l. */
export function argumentsOf(text: string, from: number, lineEnd: number, variables: Variables): Arguments {
  const values: string[] = []
  let at = from
  for (;;) {
    SPACES.lastIndex = at
    SPACES.test(text)
    at = Math.min(SPACES.lastIndex, lineEnd)
    if (at >= lineEnd || text[at] === '\\') return {values, end: at, refused: null}
    let value = ''
    while (at < lineEnd && !/[\s\\]/.test(text.charAt(at))) {
      const char = text.charAt(at)
      if (char === '`') return {values, end: lineEnd, refused: 'backtick'}
      if (char === "'" || char === '"') {
        const quoted = char === "'" ? singleQuoted(text, at, lineEnd) : doubleQuoted(text, at, lineEnd)
        if (!quoted) return {values, end: lineEnd, refused: 'unterminated'}
        value += quoted.value
        at = quoted.end
        continue
      }
      const reference = char === ':' ? referenceAt(text, at, variables) : null
      if (reference?.value !== undefined) {
        value += reference.value
        at += reference.length
      } else {
        value += char
        at++
      }
    }
    values.push(value)
  }
}

type Quoted = {readonly value: string; readonly end: number} | null

function singleQuoted(text: string, from: number, lineEnd: number): Quoted {
  let value = ''
  for (let at = from + 1; at < lineEnd; at++) {
    const char = text.charAt(at)
    if (char === "'") {
      if (text[at + 1] !== "'") return {value, end: at + 1}
      value += "'"
      at++
    } else if (char === '\\') {
      const code = /^(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))/.exec(text.slice(at + 1, at + 4))
      if (code) {
        value += String.fromCharCode(code[1] ? Number.parseInt(code[1], 8) : Number.parseInt(code[2] ?? '', 16))
        at += code[0].length
      } else {
        value += ESCAPES[text.charAt(at + 1)] ?? text.charAt(at + 1)
        at++
      }
    } else value += char
  }
  return null
}

/** The quotes belong to the value: psql hands them on. */
function doubleQuoted(text: string, from: number, lineEnd: number): Quoted {
  const end = text.indexOf('"', from + 1)
  return end === -1 || end >= lineEnd ? null : {value: text.slice(from, end + 1), end: end + 1}
}
