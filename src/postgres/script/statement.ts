import {type ExactPlace, placeAt} from './place.ts'

/** A text that statements are cut from. `file` is as a person would name it. */
export type Source = {readonly file: string; readonly text: string}

/** From `at` in the statement's text on, characters come from `from` in the source. */
export type Piece = {
  readonly at: number
  readonly source: Source
  readonly from: number
  /** False: the text is a variable's value, and all of it stands where `:name` stands. */
  readonly verbatim: boolean
}

type Common = {
  /** What is sent: from the first token to the `;` (absent at the end of a file), variables replaced. */
  readonly text: string
  readonly file: string
  /** 1-based, of the first token. */
  readonly line: number
  readonly column: number
  /** False: ended by the end of its file, without `;`. */
  readonly terminated: boolean
  readonly pieces: readonly Piece[]
}

export type SqlStatement = Common & {readonly kind: 'sql'}

/** `COPY … FROM stdin` with the lines that followed it. */
export type CopyStatement = Common & {
  readonly kind: 'copy'
  /** Up to, and without, the line `\.`. */
  readonly data: string
  /** The line of the file on which the data begins. */
  readonly dataLine: number
}

export type Statement = SqlStatement | CopyStatement

/** Where an offset (UTF-16 units) of a statement's text stands in its file. */
export function placeIn(statement: Statement, offset: number): ExactPlace {
  let piece: Piece | undefined
  for (const candidate of statement.pieces) {
    if (piece && candidate.at > offset) break
    piece = candidate
  }
  if (!piece) return {file: statement.file, line: statement.line, column: statement.column, text: ''}
  const {source, from, at, verbatim} = piece
  const first = statement.pieces[0]?.from ?? 0
  const known = {line: statement.line, start: first - statement.column + 1}
  return placeAt(source.file, source.text, verbatim ? from + Math.max(0, offset - at) : from, known)
}
