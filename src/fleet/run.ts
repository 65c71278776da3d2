import type {Problem} from '../tenants/tenant.ts'

export const KINDS = ['migrate', 'create', 'drift', 'maintain'] as const
export type Kind = (typeof KINDS)[number]

/** A tenant, and the database of the config that it lives in. */
export type Member = {readonly shard: string; readonly name: string; readonly schema: string}

/** What a run is about, as it lies in the queue: names and numbers, nothing secret. */
export type RunOptions = Readonly<Record<string, unknown>>

/** A tenant's job that a worker has taken. */
export type Job = Member & {
  readonly run: number
  readonly kind: Kind
  readonly options: RunOptions
  readonly stage: number
  /** Whether others wait for this one to go well. */
  readonly canary: boolean
  /** How often it was begun, this time included. */
  readonly begins: number
}

/** What a job came to. With a problem it failed. */
export type Ended = {
  /** A word: `migrated`, `current`, `created`, `like the template`. */
  readonly outcome: string
  /** What was found, as JSON. */
  readonly result?: unknown
  readonly problem: Problem | null
}

/** Why jobs of a run were not begun. */
export type Stopped = 'canary' | 'max-failures' | 'cancelled'
