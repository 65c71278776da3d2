/** A place in a file: 1-based line and column, as editors count them. */
export type Place = {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** The text of that line, for the caret display. */
  readonly text?: string
}

export type FailureOptions = {
  /** What mends it: a sentence or a command. */
  readonly hint?: string
  /** More of what the server or the system said. */
  readonly detail?: string
  readonly place?: Place
  readonly cause?: unknown
}

/**
 * The one error that users see: it could not run. `code` is stable and printed in `--json`
 * (`{"error":{"code","message","hint","detail"}}`); every Failure exits 2.
 */
export class Failure extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly detail: string | undefined
  readonly place: Place | undefined

  constructor(code: string, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.name = 'Failure'
    this.code = code
    this.hint = options.hint
    this.detail = options.detail
    this.place = options.place
  }
}
