import {Flags} from '@oclif/core'
import {MIGRATE_DEFAULTS} from './migrate-defaults.ts'

/** For commands that run migrations. */
export const migrateFlags = {
  to: Flags.string({description: 'the last version that is to be in effect', helpValue: 'VERSION'}),
  'lock-wait': Flags.integer({
    description: 'seconds to wait for another run to end',
    default: MIGRATE_DEFAULTS['lock-wait'],
    min: 0,
    helpValue: 'SECONDS',
  }),
  'lock-timeout': Flags.integer({
    description: 'milliseconds a statement may wait for a lock before it is tried again',
    default: MIGRATE_DEFAULTS['lock-timeout'],
    min: 1,
    helpValue: 'MS',
  }),
  placeholders: Flags.string({
    description: "a psql variable of the files (:name, :'name'), as psql -v sets it",
    multiple: true,
    helpValue: 'NAME=VALUE',
  }),
}
