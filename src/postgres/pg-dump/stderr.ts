/** Characters. */
const WIDEST = 200

/**
 * The messages in pg_dump's standard error. Each begins at `pg_dump: error:` or `pg_dump: warning:`, also where the
 * line ends are lost, as in what the WASM build gives.
 */
export const splitMessages = (stderr: string): readonly string[] =>
  stderr
    .split(/(?=pg_dump(?:\.exe)?: (?:error|warning): )/)
    .map((message) => message.trim())
    .filter((message) => message !== '')

export const isError = (message: string): boolean => /^pg_dump(?:\.exe)?: error: /.test(message)

export const warningsIn = (messages: readonly string[]): readonly string[] =>
  messages.filter((message) => !isError(message)).map(withoutPrefix)

/** The message alone, its details and hints on lines of their own, and no line longer than a screen's: a query is. */
export const withoutPrefix = (message: string): string =>
  message
    .replace(/^pg_dump(?:\.exe)?: (?:(?:error|warning): )?/, '')
    .replace(/\s*pg_dump(?:\.exe)?: (?:detail|hint): /g, '\n')
    .replace(/\s*(?=(?:DETAIL|HINT|CONTEXT): {2})/g, '\n')
    .split('\n')
    .map((line) => (line.length > WIDEST ? `${line.slice(0, WIDEST)} …` : line))
    .join('\n')
