import type {Problem} from '../tenant.ts'

/**
 * - `migrated`: what was pending is in effect, all of it.
 * - `current`: nothing was pending.
 * - `failed`: nothing of its transaction is in effect.
 * - `not begun`: the run stopped before its turn.
 */
export type Outcome = 'migrated' | 'current' | 'failed' | 'not begun'

export type TenantOutcome = {
  readonly name: string
  readonly schema: string
  readonly outcome: Outcome
  /** The files that ran. */
  readonly versions: readonly string[]
  /** Milliseconds. */
  readonly duration: number
  readonly problem: Problem | null
}

export type MigrateResult = {
  /** What ran in the template. */
  readonly template: readonly string[]
  readonly tenants: readonly TenantOutcome[]
  /** Why tenants were not begun; null where all had their turn. */
  readonly stopped: 'canary' | 'max-failures' | 'interrupted' | null
}
