import {type Mode, skipQuoted} from './quoted.ts'
import type {ScanState} from './scan-state.ts'
import type {Source} from './statement.ts'
import {noteWord} from './words.ts'

export type Stop = 'end' | 'semicolon' | 'backslash' | 'colon'

const [, SPACE, WORD, QUOTE, DOUBLE, DOLLAR, DASH, SLASH, OPEN, CLOSE, SEMICOLON, COLON, BACKSLASH] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
]
const KIND = new Uint8Array(128)
const IN_WORD = new Uint8Array(128)
for (const c of ' \t\n\r\f\v') KIND[c.charCodeAt(0)] = SPACE
for (let c = 0; c < 128; c++) {
  if (/[A-Za-z_]/.test(String.fromCharCode(c))) KIND[c] = WORD
  if (/[\w$]/.test(String.fromCharCode(c))) IN_WORD[c] = 1
}
for (const [c, kind] of [
  ["'", QUOTE],
  ['"', DOUBLE],
  ['$', DOLLAR],
  ['-', DASH],
  ['/', SLASH],
  ['(', OPEN],
  [')', CLOSE],
  [';', SEMICOLON],
  [':', COLON],
  ['\\', BACKSLASH],
] as const) {
  KIND[c.charCodeAt(0)] = kind
}

const LINE_END = /[\n\r]/g
const DOLLAR_TAG = /\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$/y

/**
 * Scans until something the reader must act on: a `;` that ends a statement, a `\`, a `:` that may begin a variable, or
 * the end of the text. The rules are those of psql's psqlscan.l.
 */
export function scan(state: ScanState, source: Source, from: number): Stop {
  const text = source.text
  let i = from
  if (state.mode !== 'sql') i = skipQuoted(state, text, i)
  while (i < text.length) {
    const code = text.charCodeAt(i)
    const kind = code < 128 ? KIND[code] : WORD
    if (kind === SPACE) {
      i++
      continue
    }
    if (kind === DASH && text.charCodeAt(i + 1) === 45) {
      LINE_END.lastIndex = i
      i = LINE_END.test(text) ? LINE_END.lastIndex : text.length
      continue
    }
    if (kind === SLASH && text.charCodeAt(i + 1) === 42) {
      state.nesting = 1
      i = open(state, source, i, 'comment', 2)
      continue
    }
    if (kind === BACKSLASH) return stop(state, i, 'backslash')
    if (!state.begun && kind !== SEMICOLON) {
      state.begun = true
      state.start = i
    }
    switch (kind) {
      case WORD: {
        let end = i + 1
        for (; end < text.length; end++) {
          const next = text.charCodeAt(end)
          if (next < 128 && IN_WORD[next] === 0) break
        }
        if (text.charCodeAt(end) === 39 && end === i + 1 && (code === 69 || code === 101)) {
          i = open(state, source, end, 'escape', 1)
        } else {
          noteWord(state, text, i, end)
          i = end
        }
        break
      }
      case QUOTE:
        i = open(state, source, i, state.standardStrings === false ? 'escape' : 'string', 1)
        break
      case DOUBLE:
        i = open(state, source, i, 'identifier', 1)
        break
      case DOLLAR: {
        DOLLAR_TAG.lastIndex = i
        const tag = DOLLAR_TAG.exec(text)?.[0]
        if (tag) {
          state.tag = tag
          i = open(state, source, i, 'dollar', tag.length)
        } else i++
        break
      }
      case OPEN:
        if (state.parens++ === 0) {
          state.parenIn = source
          state.parenAt = i
        }
        i++
        break
      case CLOSE:
        if (state.parens > 0) state.parens--
        i++
        break
      case SEMICOLON:
        if (state.parens === 0 && state.begins === 0) return stop(state, i, 'semicolon')
        i++
        break
      case COLON: {
        const next = text.charCodeAt(i + 1)
        if (next !== 58 && next !== 61) return stop(state, i, 'colon')
        i += 2
        break
      }
      default:
        i++
    }
  }
  return stop(state, text.length, 'end')
}

function open(state: ScanState, source: Source, at: number, mode: Mode, length: number): number {
  state.mode = mode
  state.openedIn = source
  state.openedAt = at
  return skipQuoted(state, source.text, at + length)
}

function stop(state: ScanState, at: number, why: Stop): Stop {
  state.at = at
  return why
}
