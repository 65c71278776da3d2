import type {Drift} from '../change.ts'
import {note} from './output.ts'

/** Says which exceptions have had their day: of the config's `drift.ignore`, and of the baseline. */
export function noteStale(drifts: readonly Drift[], baseline: string | undefined): void {
  for (const {object, reason} of drifts.flatMap(({unusedIgnores = []}) => unusedIgnores))
    note(`drift.ignore: nothing of ${object} differs any more (${reason})`)
  for (const {actual, staleKnown = []} of drifts)
    for (const {kind, identity, change} of staleKnown)
      note(`${baseline}: ${kind} ${identity} of ${actual.name} is not ${change} any more, or in another way`)
}
