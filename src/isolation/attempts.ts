import type pg from 'pg'
import {type Judged, judge} from './judge.ts'
import type {Outcome, Probe} from './probe.ts'
import {runProbes} from './run.ts'

/** Runs probes and judges them; those that were stopped by what may have nothing to do with isolation a second time. */
export async function runAll(
  client: pg.ClientBase,
  probes: readonly Probe[],
  onProgress: (done: number) => void,
): Promise<Judged[]> {
  const outcomes = await runProbes(client, probes, onProgress)
  const judged = probes.flatMap((probe, at) => {
    const outcome = outcomes[at]
    return outcome ? [judge(probe, outcome)] : []
  })
  const again = judged.filter(({verdict}) => verdict === 'again').map(({probe, outcome}) => secondTry(probe, outcome))
  const seconds = await runProbes(client, again)
  return [
    ...judged.filter(({verdict}) => verdict !== 'again'),
    ...again.flatMap((probe, at) => {
      const outcome = seconds[at]
      return outcome ? [judge(probe, outcome)] : []
    }),
  ]
}

function secondTry({clear, asleep, unbound, ...probe}: Probe, {state}: Outcome): Probe {
  const first = ['rows', 'apart'].includes(probe.judge.by) ? clear : state === '42501' ? asleep : unbound
  return {
    ...probe,
    before: [...(probe.before ?? []), ...(first === undefined ? [] : [first])],
    judge: probe.judge.by === 'rows' ? {by: 'rows', allowed: 0} : probe.judge,
  }
}
