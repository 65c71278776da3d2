import type {Drift} from '../../change.ts'

/** What `drift --json` prints: the comparison, or several under `comparisons`. */
export function driftJson(drifts: readonly Drift[]): object {
  const [only, ...others] = drifts
  if (only && others.length === 0) return only
  return {drifted: drifts.some(({drifted}) => drifted), comparisons: drifts}
}
