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

export type HazardCode = 'data-loss' | 'may-fail-on-data' | 'blocks-writes' | 'rewrites' | 'scans' | 'needs-superuser'

export type Hazard = {readonly code: HazardCode; readonly message: string}

/** One statement of a plan. */
export type Step = {
  readonly sql: string
  readonly kind: string
  readonly identity: string
  /** False: runs alone, outside a transaction. Those between two such steps run together in one. */
  readonly transactional: boolean
  /** The strongest lock it takes on an existing relation; null where it takes none. */
  readonly lock: Lock | null
  /** Whether it writes the whole table anew. */
  readonly rewrites: boolean
  readonly hazards: readonly Hazard[]
}

/** What `plan --json` prints: steps that make ACTUAL like EXPECTED, in order. */
export type Plan = {
  /** True: run on a clone of ACTUAL, after which no drift was left. Null: proof was not asked for. */
  readonly proven: boolean | null
  /** Why `proven` is not true. */
  readonly reason: string | null
  readonly steps: readonly Step[]
}

export const isDestructive = (step: Step): boolean => step.hazards.some((hazard) => hazard.code === 'data-loss')
