import {Failure} from '../failure.ts'
import type {ServerError} from '../postgres/errors.ts'

export const TASKS = ['vacuum', 'analyze', 'reindex', 'repack', 'expire', 'health'] as const
export type Task = (typeof TASKS)[number]

export type Size = {
  readonly bytes: number
  /** Dead rows as the server counts them; null for an index. */
  readonly deadRows: number | null
}

/** One thing that maintenance did to one object, or why it did not. */
export type Action = {
  readonly task: Task
  /** `public.users`, `public.users_email_key`, quoted as SQL needs it. */
  readonly object: string
  /** Why it was chosen, or why it was skipped. */
  readonly reason: string
  /** `found`: health looked, and something is wrong. */
  readonly outcome: 'done' | 'skipped' | 'failed' | 'stopped' | 'found'
  readonly startedAt: Date
  /** Of a statement for several tables, this one's even share. */
  readonly ms: number
  readonly before: Size | null
  readonly after: Size | null
  /** What the server said, of a failure. */
  readonly error: string | null
}

/** What became of a task or a rule as a whole, which touched nothing. */
export const untouched = (told: Pick<Action, 'task' | 'object' | 'outcome' | 'reason' | 'error'>): Action => ({
  ...told,
  startedAt: new Date(),
  ms: 0,
  before: null,
  after: null,
})

/** What went wrong, with what mends it. */
export const inWords = (error: Failure | ServerError): string =>
  error instanceof Failure && error.hint ? `${error.message} (${error.hint})` : error.message

/** Is told of what was done as it is done; the work waits for it. */
export type OnAction = (actions: readonly Action[]) => void | Promise<void>
