import {Flags} from '@oclif/core'
import {Failure} from '../failure.ts'

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
  placeholders: Flags.string({
    description: "a psql variable of the files (:name, :'name'), as psql -v sets it",
    multiple: true,
    helpValue: 'NAME=VALUE',
  }),
}

/** @throws Failure `usage` */
export function placeholders(settings: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [, name, value] = /^([\p{L}\p{N}_]+)=(.*)$/su.exec(setting) ?? []
      if (name === undefined || value === undefined)
        throw new Failure('usage', `--placeholders ${setting} is not NAME=VALUE`, {hint: '--placeholders owner=app'})
      return [name, value]
    }),
  )
}
