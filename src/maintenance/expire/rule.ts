/** Which rows go: those whose column is older than `retention` (an interval), or those of a condition in SQL. */
export type ExpiryRule = (
  | {
      readonly table: string
      readonly column: string
      readonly retention: string
      /** A row that was used stays for this long after it was: when is in this column, null where it was not used. */
      readonly used?: {readonly column: string; readonly keep: string} | null
    }
  | {readonly table: string; readonly condition: string}
) & {
  /** Where rows go before they are deleted: into a table that is made like theirs, or into files of JSON lines. */
  readonly archive?: {readonly table: string} | {readonly folder: string} | null
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
  /** What has to be true beside the key's age, as SQL without values. */
  readonly also: string
}
