import {quoteLiteral} from '../../postgres/quote.ts'
import type {Probe} from '../probe.ts'
import type {World} from '../world.ts'
import {stateOf} from './context.ts'

/** Who may set a sequence back lets the next INSERT of everybody fail. */
export function* sequenceProbes(world: World): Generator<Probe> {
  for (const {identity, role} of world.catalog.sequences)
    for (const state of stateOf(world, 'attacker'))
      yield {
        subject: {kind: 'sequence', identity},
        cell: 'update',
        command: 'setval',
        role,
        state,
        sql: `SELECT setval(${quoteLiteral(identity).trim()}, 1)`,
        returns: true,
        judge: {by: 'refusal'},
      }
}
