/** PostgreSQL's table-level lock modes, weakest first: https://www.postgresql.org/docs/current/explicit-locking.html */
export const LOCKS = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const
export type Lock = (typeof LOCKS)[number]

export type HazardCode =
  | 'data-loss'
  | 'may-fail-on-data'
  | 'blocks-writes'
  | 'rewrites'
  | 'scans'
  | 'breaks-programs'
  | 'needs-superuser'

export type Hazard = {readonly code: HazardCode; readonly message: string}

/** One statement of a plan. */
export type Step = {
  readonly sql: string
  readonly kind: string
  readonly identity: string
  /** False: runs alone, outside a transaction. Those between two such steps run together in one. */
  readonly transactional: boolean
  /** The strongest lock it takes on an existing table; null where it takes none but those of every query. */
  readonly lock: Lock | null
  /** Whether it writes the whole table anew. */
  readonly rewrites: boolean
  readonly hazards: readonly Hazard[]
}

/** The rows with which a plan was tried: what may fail on data shows with them only. */
export type ProofRows = {
  readonly copied: 'all' | 'some' | 'none'
  /** How many tables have theirs, where some have. */
  readonly tables: number
  /** `schema.table` of those that have rows, but had none in the clone. */
  readonly without: readonly string[]
  /** Why there are none, though they were wanted. */
  readonly reason: string | null
}

/** What `plan --json` prints: steps that make ACTUAL like EXPECTED, in order. */
export type Plan = {
  /** True: run on a clone of ACTUAL, after which no drift was left. Null: proof was not asked for. */
  readonly proven: boolean | null
  /** Why `proven` is not true. */
  readonly reason: string | null
  /** The number of the step that the clone refused, from 1. */
  readonly failedStep: number | null
  /** The rows that the clone had; null where proof was not asked for, or nothing was to be proven. */
  readonly rows: ProofRows | null
  /** What is renamed, as `--rename` takes it: `public.users.mail=email`. */
  readonly renames: readonly string[]
  /** What looks like a rename, and would keep its rows as one. */
  readonly suggestions: readonly string[]
  readonly steps: readonly Step[]
}

export const isDestructive = (step: Step): boolean => step.hazards.some((hazard) => hazard.code === 'data-loss')
