import type {Statement} from '../postgres/script/statement.ts'

/** A statement to send; `script` is null where it is ours and not the file's. */
export type Piece = {readonly sql: string; readonly script: Statement | null}

export const ours = (sql: string): Piece => ({sql, script: null})

/** A batch that failed. `cause` is what the server, or the connection, reported. */
export class BatchError extends Error {
  override readonly cause: Error
  /** The file's statement that was to be completed next; null where it was one of ours. */
  readonly script: Statement | null
  /** Whether the file is to blame. A syntax error anywhere is found before the first statement runs. */
  readonly isInFile: boolean
  /** The batch as `sqlFailure` takes it: the file's statements, where each stands in what was sent. */
  readonly batch: {text: string; statements: readonly Statement[]; offsets: readonly number[]}
  /** How many of the file's statements were completed. */
  readonly completed: number

  constructor(cause: Error, pieces: readonly Piece[], completed: number) {
    super(cause.message)
    this.cause = cause
    let offset = 0
    const placed = pieces.flatMap(({sql, script}) => {
      const at = offset
      offset += sql.length + SEPARATOR.length
      return script ? [{script, at}] : []
    })
    this.script = pieces[completed]?.script ?? null
    this.completed = pieces.slice(0, completed).filter((piece) => piece.script).length
    this.isInFile = this.script !== null || completed === 0
    this.batch = {
      text: textOf(pieces),
      statements: placed.map((one) => one.script),
      offsets: placed.map((one) => one.at),
    }
  }

  /** Whether the session can still be used: the server answered, and did not end it. */
  get isAlive(): boolean {
    return 'severity' in this.cause && this.cause.severity === 'ERROR'
  }
}

const SEPARATOR = '\n;\n'

export const textOf = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.sql).join(SEPARATOR)
