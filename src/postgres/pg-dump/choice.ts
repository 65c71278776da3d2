/** A pg_dump that was found and not chosen. `version` is null where it would not even run. */
export type RejectedPgDump = {readonly path: string; readonly version: string | null; readonly reason: string}

/** The Docker container that a server runs in, and where that server is reached from outside. */
export type ServerContainer = {readonly name: string; readonly host: string; readonly port: number}

/**
 * The pg_dump to use. What pg_dump prints differs between major versions, so both sides of one comparison must be
 * dumped with the same choice: choose once, for the higher of the two servers' versions.
 */
export type PgDumpChoice = {
  /** As pg_dump says it: `15.18`. */
  readonly version: string
  readonly major: number
  /** A sentence for a person. */
  readonly why: string
  readonly rejected: readonly RejectedPgDump[]
} & (
  | {readonly kind: 'configured' | 'installed'; readonly path: string}
  | {readonly kind: 'container'; readonly path: string; readonly container: ServerContainer}
  | {readonly kind: 'wasm'; readonly path?: never}
)

/** The pg_dump within `@electric-sql/pglite-tools`. */
export const WASM_VERSION = {text: '18.3', major: 18} as const
