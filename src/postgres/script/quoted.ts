export type Mode = 'sql' | 'string' | 'escape' | 'identifier' | 'dollar' | 'comment'

export type Quoting = {
  mode: Mode
  /** The delimiter of the open dollar quote, with its dollars. */
  tag: string
  /** How deep comments are nested. */
  nesting: number
  /** False after `SET standard_conforming_strings = off`: then a backslash escapes in every string. */
  standardStrings?: boolean
}

const ESCAPE = /['\\]/g
const COMMENT = /\/\*|\*\//g
/** `'a'` newline `'b'` is one string; only E'' strings need to know. */
const CONTINUED = /(?:[ \t\f\v]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:\s|--[^\n\r]*[\n\r])*'/y

/** Goes to the end of what is open: returns where SQL goes on, or the text's length with the mode left open. */
export function skipQuoted(state: Quoting, text: string, from: number): number {
  const end = endOfQuoted(state, text, from)
  if (end === -1) return text.length
  state.mode = 'sql'
  return end
}

function endOfQuoted(state: Quoting, text: string, from: number): number {
  switch (state.mode) {
    case 'string':
      return endOfDoubled(text, from, "'")
    case 'identifier':
      return endOfDoubled(text, from, '"')
    case 'dollar': {
      const at = text.indexOf(state.tag, from)
      return at === -1 ? -1 : at + state.tag.length
    }
    case 'escape':
      return endOfEscape(text, from)
    case 'comment':
      return endOfComment(state, text, from)
    default:
      return from
  }
}

function endOfDoubled(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1
  }
  return -1
}

function endOfEscape(text: string, from: number): number {
  ESCAPE.lastIndex = from
  while (ESCAPE.test(text)) {
    const at = ESCAPE.lastIndex
    if (text[at - 1] === '\\' || text[at] === "'") {
      ESCAPE.lastIndex = at + 1
      continue
    }
    CONTINUED.lastIndex = at
    if (!CONTINUED.test(text)) return at
    ESCAPE.lastIndex = CONTINUED.lastIndex
  }
  return -1
}

function endOfComment(state: Quoting, text: string, from: number): number {
  COMMENT.lastIndex = from
  while (COMMENT.test(text)) {
    const opens = text[COMMENT.lastIndex - 1] === '*'
    state.nesting += opens ? 1 : -1
    if (state.nesting === 0) return COMMENT.lastIndex
  }
  return -1
}
