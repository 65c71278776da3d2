import type pg from 'pg'
import type {Privilege, Relation} from '../catalog.ts'
import {type Judged, judge} from '../judge.ts'
import type {Probe} from '../probe.ts'
import {runProbes} from '../run.ts'
import type {State} from '../states.ts'
import type {World} from '../world.ts'
import {compare} from './compare.ts'
import {fingerprint} from './context.ts'
import {functionComparisons} from './functions.ts'
import {ownedBelow, viewComparisons, viewKind} from './views.ts'
import {CHANGED, changedTables, REMEMBER} from './written.ts'

/** A view, and a role that may do something with it. */
export type View = {readonly relation: Relation; readonly privilege: Privilege}

export type Paths = {
  readonly judged: readonly Judged[]
  /** Views and functions that showed B his rows, or changed them: there is something to isolate. */
  readonly alive: ReadonlySet<string>
  /** Materialized views that could not be filled, and why. */
  readonly unfilled: ReadonlyMap<string, string>
}

/** Views, materialized views and definer functions: what they show of B, and what functions change of his. */
export async function comparePaths(
  client: pg.ClientBase,
  world: World,
  views: readonly View[],
  states: readonly State[],
): Promise<Paths> {
  const queries = [
    ...views.flatMap(({relation, privilege}) => [...viewComparisons(world, relation, privilege)]),
    ...world.catalog.functions.flatMap((callable) => [...functionComparisons(world, callable)]),
  ].filter(({state}) => states.includes(state))
  if (queries.length === 0) return {judged: [], alive: new Set(), unfilled: new Map()}
  const compared = await compare(client, world, queries)
  const alive = new Set(compared.alive)
  // What a call changed is looked at in further calls: which tables, and then whose rows.
  const writing = queries.filter((_, at) => compared.outcomes[at]?.state === null && compared.outcomes[at].wrote)
  const noticed = await runProbes(
    client,
    writing.map(
      (query): Probe => ({
        returns: true,
        ...query,
        before: [REMEMBER],
        after: CHANGED,
        judge: {by: 'same', expected: null},
      }),
    ),
  )
  const probes = writing.flatMap((query, at): Probe[] => {
    const owned = changedTables(noticed[at]).flatMap((oid) => world.owners.owned.get(oid) ?? [])
    if (owned.length === 0) return []
    return [
      {
        returns: true,
        ...query,
        cell: 'update',
        after: `SELECT concat_ws(',', ${owned.map((one) => `(${fingerprint(world, one)})`).join(', ')})`,
        judge: {
          by: 'same',
          expected: owned.flatMap(({relation: {oid}}) => world.counts.get(oid)?.fingerprint ?? []).join(','),
        },
      },
    ]
  })
  const outcomes = await runProbes(client, probes)
  const writes = probes.flatMap((probe, at): Judged[] => {
    const outcome = outcomes[at]
    if (!outcome) return []
    const one = judge(probe, outcome)
    if (probe.state.who !== 'victim') return [one]
    if (one.verdict === 'leak') alive.add(probe.subject.identity)
    return []
  })
  return {judged: [...compared.judged, ...writes], alive, unfilled: compared.unfilled}
}

/** Views and functions that showed nothing of B and changed nothing of his, not even for B: they prove nothing. */
export function silentPaths(world: World, views: readonly View[], paths: readonly Paths[]) {
  const judged = paths.flatMap((path) => path.judged)
  const leaking = new Set(judged.filter(({verdict}) => verdict === 'leak').map(({probe}) => probe.subject.identity))
  const dead = (identity: string): boolean => !leaking.has(identity) && !paths.some(({alive}) => alive.has(identity))
  return [
    ...views
      .filter(
        ({relation, privilege}) => privilege.read && ownedBelow(world, relation).length > 0 && dead(relation.identity),
      )
      .map(({relation}) => ({
        kind: viewKind(relation),
        identity: relation.identity,
        reason:
          paths.find(({unfilled}) => unfilled.has(relation.identity))?.unfilled.get(relation.identity) ??
          'not even B sees his rows through it',
      })),
    ...world.catalog.functions
      .filter(({identity}) => dead(identity))
      .map(({identity, procedure}) => ({
        kind: procedure ? 'procedure' : 'function',
        identity,
        reason: 'no call of it showed or changed anything of B',
      })),
  ]
}
