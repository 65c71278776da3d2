import type pg from 'pg'
import {isServerError} from '../../postgres/errors.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import type {Relation} from '../catalog.ts'
import type {Judged} from '../judge.ts'
import {judge} from '../judge.ts'
import type {Outcome, Probe} from '../probe.ts'
import {runProbes} from '../run.ts'
import type {World} from '../world.ts'

/** A query whose answer to anybody but B must not depend on B's rows. */
export type Comparison = Omit<Probe, 'judge'>

export type Compared = {
  readonly judged: readonly Judged[]
  /** What each query came to, with B's rows. */
  readonly outcomes: readonly Outcome[]
  /** Whether B's own answer depends on his rows: else nothing was proven. By subject's identity. */
  readonly alive: ReadonlySet<string>
  /** Fills that could not be made, of materialized views. */
  readonly unfilled: ReadonlyMap<string, string>
}

/** Asks twice with B's rows and once without them. What changes by itself, for all that, is left unproven. */
export async function compare(client: pg.ClientBase, world: World, queries: readonly Comparison[]): Promise<Compared> {
  const probes = queries.map(
    (query): Probe => ({
      returns: true,
      ...query,
      // random() says the same each time.
      before: [...(query.before ?? []), 'SELECT setseed(0.5)'],
      judge: {by: 'value', allowed: 0},
    }),
  )
  const unfilled = await refresh(client, world)
  const first = await runProbes(client, probes)
  const second = await runProbes(client, probes)
  const without = await withoutVictim(client, world, async () => {
    await refresh(client, world)
    return runProbes(client, probes)
  })
  const alive = new Set<string>()
  const judged = queries.flatMap((query, at): Judged[] => {
    const [one, two, bare] = [first[at], second[at], without[at]]
    if (!one || !two || !bare) return []
    const probe: Probe = {returns: true, ...query, judge: {by: 'equal', expected: said(bare)}}
    if (one.state === null && two.state === null && one.value !== two.value)
      return [{probe, outcome: one, verdict: 'unproven', why: 'its answer is another each time'}]
    if (query.state.who === 'victim') {
      if (said(one) !== said(bare)) alive.add(query.subject.identity)
      return []
    }
    if (one.state !== null && bare.state === null)
      return [
        {probe, outcome: one, verdict: 'leak', why: `it fails because of rows of B (${one.state} ${one.message})`},
      ]
    if (one.state === null && bare.state !== null)
      return [
        {probe, outcome: one, verdict: 'leak', why: `it fails without the rows of B (${bare.state} ${bare.message})`},
      ]
    return [judge(probe, one)]
  })
  return {judged, outcomes: first, alive, unfilled}
}

const said = ({state, value}: Outcome): string | null => (state === null ? value : `error ${state}`)

/** Runs `work` while B has no rows. */
async function withoutVictim<T>(client: pg.ClientBase, world: World, work: () => Promise<T>): Promise<T> {
  const deletes = [...world.owners.owned.values()]
    .filter(({relation}) => relation.kind === 'r')
    .map((owned) => `DELETE FROM ${owned.relation.identity} WHERE ${world.maker.belongsTo(owned, 'victim')}`)
  await client.query('SAVEPOINT without_victim; SET LOCAL session_replication_role = replica')
  if (deletes.length > 0) await client.query(deletes.join(';\n'))
  await client.query('SET LOCAL session_replication_role = origin')
  try {
    return await work()
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT without_victim')
  }
}

/** Fills the materialized views with all that there is, whoever it is that refreshes them. */
async function refresh(client: pg.ClientBase, {catalog}: World): Promise<Map<string, string>> {
  const failed = new Map<string, string>()
  const views = [...catalog.relations.values()]
    .filter(({kind}) => kind === 'm')
    .sort((a, b) => Number(a.oid) - Number(b.oid))
  for (const {identity, owner} of views) {
    await client.query('SAVEPOINT refresh')
    try {
      await client.query(
        `ALTER MATERIALIZED VIEW ${identity} OWNER TO CURRENT_USER; REFRESH MATERIALIZED VIEW ${identity}; ALTER MATERIALIZED VIEW ${identity} OWNER TO ${quoteIdent(owner)}`,
      )
    } catch (error) {
      if (!isServerError(error)) throw error
      failed.set(identity, error.message)
      await client.query('ROLLBACK TO SAVEPOINT refresh')
    }
    await client.query('RELEASE SAVEPOINT refresh')
  }
  return failed
}

/** What a role may see of a relation, as one value. */
export const contentOf = ({identity, columns}: Relation, granted: readonly string[]): string => {
  const list = columns
    .map(({name}) => name)
    .filter((name) => granted.includes(name))
    .map(quoteIdent)
  return `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM (SELECT ${list.join(', ')} FROM ${identity}) t`
}
