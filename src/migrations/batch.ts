import type pg from 'pg'
import type {Statement} from '../postgres/script/statement.ts'

/** A statement to send; `script` is null where it is ours and not the file's. */
export type Piece = {readonly sql: string; readonly script: Statement | null}

export const ours = (sql: string): Piece => ({sql, script: null})

/** The piece of a batch that failed. `cause` is what the server, or the connection, reported. */
export class BatchError extends Error {
  override readonly cause: Error
  readonly piece: Piece | null
  /** 1-based, in characters, within the piece. */
  readonly position: number | null

  constructor(cause: Error, pieces: readonly Piece[], completed: number) {
    super(cause.message)
    this.cause = cause
    const position = 'position' in cause && typeof cause.position === 'string' ? Number(cause.position) : null
    // A syntax error is found before any statement runs, so its position says more than the count.
    const found = position === null ? null : locate(pieces, position)
    this.piece = found?.piece ?? pieces[completed] ?? null
    this.position = found?.position ?? null
  }

  /** Whether the session can still be used: the server answered, and did not end it. */
  get isAlive(): boolean {
    return 'severity' in this.cause && this.cause.severity === 'ERROR'
  }
}

const SEPARATOR = '\n;\n'

// What pg-copy-streams uses, too.
type CopyConnection = pg.Connection & {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/**
 * Runs statements, and the data of a COPY among them, in one round trip and throws their rows away.
 * @throws BatchError
 */
export function runBatch(client: pg.Client, pieces: readonly Piece[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let completed = 0
    // pg's own extension point, by which pg-cursor and pg-copy-streams work too.
    const query = {
      submit: (connection: pg.Connection) => connection.query(pieces.map((piece) => piece.sql).join(SEPARATOR)),
      handleRowDescription: () => {},
      handleDataRow: () => {},
      handleEmptyQuery: () => {},
      handlePortalSuspended: () => {},
      handleCopyData: () => {},
      handleCopyInResponse: (connection: CopyConnection) => {
        const script = pieces[completed]?.script
        if (script?.kind !== 'copy') return connection.sendCopyFail('no data follows this COPY in the file')
        if (script.data !== '') connection.sendCopyFromChunk(Buffer.from(script.data))
        connection.endCopyFrom()
      },
      handleCommandComplete: () => {
        completed++
      },
      handleError: (error: Error) => reject(new BatchError(error, pieces, completed)),
      handleReadyForQuery: () => resolve(),
    }
    client.query(query)
  })
}

function locate(pieces: readonly Piece[], position: number): {piece: Piece; position: number} | null {
  let before = 0
  for (const piece of pieces) {
    const length = [...piece.sql].length
    if (position <= before + length + 1) return {piece, position: position - before}
    before += length + SEPARATOR.length
  }
  return null
}
