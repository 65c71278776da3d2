import {Flags} from '@oclif/core'

/** For commands that run migrations. */
export const migrateFlags = {
  to: Flags.string({description: 'the last version that is to be in effect', helpValue: 'VERSION'}),
  'lock-wait': Flags.integer({
    description: 'seconds to wait for another run to end',
    default: 60,
    min: 0,
    helpValue: 'SECONDS',
  }),
  'lock-timeout': Flags.integer({
    description: 'milliseconds a statement may wait for a lock before it is tried again',
    default: 2000,
    min: 1,
    helpValue: 'MS',
  }),
}
