import type {Address} from '../address.ts'
import {childEnvironment} from '../conninfo/environment.ts'

/** The environment by which pg_dump reaches `address`, and speaks English: its messages are read. */
export function dumpEnvironment(address: Address, base: NodeJS.ProcessEnv = process.env): Record<string, string> {
  // LC_ALL would overrule LC_MESSAGES, so its meaning for characters is kept as LC_CTYPE.
  const {LC_ALL: locale, ...environment} = childEnvironment(base, address)
  return {
    PGCONNECT_TIMEOUT: '10',
    ...environment,
    ...(locale ? {LC_CTYPE: locale} : {}),
    LC_MESSAGES: 'C',
  }
}
