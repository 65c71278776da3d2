import type pg from 'pg'

type Connection = pg.Client['connection']

/** The CopyFail message: only a COPY inside a text of several statements asks for data here. */
const COPY_FAIL = Buffer.from('f\0\0\0\x05\0', 'latin1')

export type Outcome = {
  /** How many statements of the text were completed. */
  readonly completed: number
  readonly error: Error | null
}

/**
 * Sends a text of one or more statements as one simple query, whose results are thrown away as they come. The server
 * confirms each statement, so the one that failed is known even where its error carries no position.
 */
export function exchange(client: pg.Client, text: string): Promise<Outcome> {
  return new Promise((resolve) => {
    let completed = 0
    const query = {
      submit: (connection: Connection): void => connection.query(text),
      callback: (): void => {},
      handleRowDescription: (): void => {},
      handleDataRow: (): void => {},
      handlePortalSuspended: (): void => {},
      handleEmptyQuery: (): void => {},
      handleCopyData: (): void => {},
      handleCommandComplete: (): void => {
        completed++
      },
      handleCopyInResponse: ({stream}: Connection): void => {
        stream.write(COPY_FAIL)
      },
      handleError: (error: Error): void => resolve({completed, error}),
      handleReadyForQuery: (): void => resolve({completed, error: null}),
    }
    client.query(query)
  })
}
