import type {Migration} from './files.ts'
import type {Holder} from './lock.ts'

/** What happens during a run, for whoever shows it. Durations are milliseconds. */
export type MigrationEvent =
  /** Another run holds the lock; comes again with every attempt. */
  | {readonly kind: 'waiting'; readonly holder: Holder | null; readonly waited: number}
  /** The database is empty: these files run first. */
  | {readonly kind: 'prelude'; readonly files: readonly string[]}
  | {readonly kind: 'start'; readonly migration: Migration; readonly index: number; readonly total: number}
  /** Statements of the file were already in effect. */
  | {readonly kind: 'resume'; readonly migration: Migration; readonly done: number; readonly total: number}
  /** A statement waits for a lock that these sessions hold. */
  | {readonly kind: 'blocked'; readonly migration: Migration; readonly blockers: readonly Holder[]}
  | {
      readonly kind: 'retry'
      readonly migration: Migration
      readonly attempt: number
      readonly delay: number
      readonly blockers: readonly Holder[]
    }
  /** An INVALID index that an earlier attempt left was dropped, to be built again. */
  | {readonly kind: 'rebuild'; readonly migration: Migration; readonly index: string}
  /** What the server has to say: RAISE NOTICE, WARNING and their like. */
  | {readonly kind: 'notice'; readonly severity: string; readonly message: string}
  | {readonly kind: 'done'; readonly migration: Migration; readonly duration: number}
