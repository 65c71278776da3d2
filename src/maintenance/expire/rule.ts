/** Which rows go: those whose column is older than `retention` (an interval), or those of a condition in SQL. */
export type ExpiryRule = (
  | {readonly table: string; readonly column: string; readonly retention: string}
  | {readonly table: string; readonly condition: string}
) & {
  /** Milliseconds a batch should take; default 50. */
  readonly batchTarget?: number
  /** The zone in which a column without time zone was written; default: the server's TimeZone. */
  readonly timeZone?: string
}

/** The rows of a rule in one table, as SQL with its values: `"expires_at" < $1::timestamptz`. */
export type Expired = {
  readonly sql: string
  readonly values: readonly string[]
  /** The column to go along, quoted, and its type; null for a condition. */
  readonly key: {readonly column: string; readonly type: string} | null
}
