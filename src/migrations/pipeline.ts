import type pg from 'pg'
import {BatchError, type Piece, textOf} from './batch.ts'

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
export async function runBatch(client: pg.Client, pieces: readonly Piece[]): Promise<void> {
  await Promise.all(new Pipeline(client).send([pieces]))
}

/**
 * Batches in a line, each sent before the one in front of it is answered. A batch that failed is answered for when all
 * behind it are, too: then the session is free for whoever has to deal with it.
 */
export class Pipeline {
  readonly #client: pg.Client
  readonly #line: Batch[] = []
  #failed: Batch[] = []
  #connection: pg.Connection | undefined

  constructor(client: pg.Client) {
    this.#client = client
  }

  /** Rejects with BatchError. No batch but a lone one may hold a COPY, whose data the server has to ask for. */
  send(batches: readonly (readonly Piece[])[]): Promise<void>[] {
    const added = batches.map((pieces) => new Batch(pieces, this))
    const isIdle = this.#line.length === 0
    this.#line.push(...added)
    if (isIdle) this.#submitFirst()
    else if (this.#connection) this.submit(this.#connection)
    return added.map((batch) => batch.outcome)
  }

  /** Sends what was not sent yet. */
  submit(connection: pg.Connection): void {
    this.#connection = connection
    connection.stream.cork?.()
    for (const batch of this.#line) batch.send(connection)
    connection.stream.uncork?.()
  }

  end(batch: Batch): void {
    this.#line.shift()
    if (batch.error) this.#failed.push(batch)
    else batch.resolve()
    this.#submitFirst()
    if (this.#line.length > 0) return
    const failed = this.#failed
    this.#failed = []
    for (const {reject, error} of failed) reject(error)
  }

  /** The answers that come next are for it: pg hands them to the query that it has started. */
  #submitFirst(): void {
    const [batch] = this.#line
    if (batch) this.#client.query(batch)
  }
}

/** pg's own extension point, by which pg-cursor and pg-copy-streams work too. */
class Batch implements pg.Submittable {
  readonly #pieces: readonly Piece[]
  readonly #pipeline: Pipeline
  #isSent = false
  #completed = 0
  error: BatchError | undefined
  resolve = () => {}
  reject: (error: unknown) => void = () => {}
  readonly outcome: Promise<void>

  constructor(pieces: readonly Piece[], pipeline: Pipeline) {
    this.#pieces = pieces
    this.#pipeline = pipeline
    this.outcome = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  send(connection: pg.Connection): void {
    if (!this.#isSent) connection.query(textOf(this.#pieces))
    this.#isSent = true
  }

  submit = (connection: pg.Connection) => this.#pipeline.submit(connection)
  handleRowDescription = () => {}
  handleDataRow = () => {}
  handleEmptyQuery = () => {}
  handlePortalSuspended = () => {}
  handleCopyData = () => {}

  handleCopyInResponse(connection: CopyConnection): void {
    const script = this.#pieces[this.#completed]?.script
    if (script?.kind !== 'copy') connection.sendCopyFail('no data follows this COPY in the file')
    else {
      if (script.data !== '') connection.sendCopyFromChunk(Buffer.from(script.data))
      connection.endCopyFrom()
    }
  }

  handleCommandComplete(): void {
    this.#completed++
  }

  handleError(error: Error): void {
    this.error = new BatchError(error, this.#pieces, this.#completed)
    this.#pipeline.end(this)
  }

  handleReadyForQuery(): void {
    this.#pipeline.end(this)
  }
}
