import type {UpFlags} from './migrate-up.ts'

/** What the flags of `migrate` are where none is given: seconds to wait for another run, milliseconds for a lock. */
export const MIGRATE_DEFAULTS = {
  'lock-wait': 60,
  'lock-timeout': 2000,
  'single-transaction': false,
  'dry-run': false,
  'allow-out-of-order': false,
  yes: false,
} satisfies UpFlags
