import {homedir, userInfo} from 'node:os'
import {Failure} from '../../failure.ts'
import type {Env} from './params.ts'

/** The home directory, as libpq finds it: HOME first. */
export const home = (env: Env): string => env.HOME || homedir()

/** The name of the system's user. */
export function systemUser(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw new Failure('no_user', 'no database user is given, and the system does not know who runs this', {
      hint: 'set PGUSER, or user in the config',
      cause,
    })
  }
}
