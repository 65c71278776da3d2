import type {Address} from '../../postgres/address.ts'
import {type Action, untouched} from '../action.ts'
import {expire} from './expire.ts'
import type {ExpiryRule} from './rule.ts'

/** What rules would delete to which nobody has agreed yet, with the line of the config that agrees. It changes nothing. */
export async function proposeExpiry(
  address: Address,
  rules: readonly ExpiryRule[],
  /** Only those for these, as the rules write them. */
  tables: readonly string[] | null = null,
): Promise<readonly Action[]> {
  const actions: Action[] = []
  for (const rule of rules.filter(({table}) => !tables || tables.includes(table)))
    for (const {table, expired} of await expire(address, rule, {dryRun: true}))
      if (expired)
        actions.push(
          untouched({task: 'expire', object: table, outcome: 'skipped', reason: proposal(expired), error: null}),
        )
  return actions
}

const proposal = (expired: number): string =>
  `${expired} rows have expired and stay: the config does not say that they may go, as with maintenance: {expire: recognised}`
