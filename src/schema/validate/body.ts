/** The text of a function or a DO block, and where it stands in its statement. */
export type Body = {
  readonly language: string
  /** As the server sees it, without quotes. */
  readonly text: string
  /** Where the quote is open and the text begins, in the statement. */
  readonly start: number
  readonly quote: 'dollar' | 'string' | 'escape'
}

/** Where an offset of the body stands in the statement, in which quotes are doubled and escapes written out. */
export function rawOffset(statement: string, body: Body, offset: number): number {
  if (body.quote === 'dollar') return body.start + offset
  let at = body.start
  for (let n = 0; n < offset; n++) {
    const char = statement[at]
    at += char === "'" || (char === '\\' && body.quote === 'escape') ? 2 : 1
  }
  return at
}
