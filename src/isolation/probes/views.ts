import {quoteIdent} from '../../postgres/quote.ts'
import {isText} from '../candidates.ts'
import type {Privilege, Relation} from '../catalog.ts'
import type {Cell, Judge, Probe} from '../probe.ts'
import type {World} from '../world.ts'
import {type Comparison, contentOf} from './compare.ts'
import {fingerprint} from './context.ts'

export const viewKind = ({kind}: Relation): string => (kind === 'm' ? 'materialized view' : 'view')

/** The tables below a view that are somebody's. */
export const ownedBelow = (world: World, {reads}: Relation) => reads.flatMap((oid) => world.owners.owned.get(oid) ?? [])

/** What each state sees through the view, all of it: aggregates too. */
export function* viewComparisons(world: World, relation: Relation, privilege: Privilege): Generator<Comparison> {
  if (!privilege.read) return
  for (const state of world.states.filter(({writes}) => writes))
    yield {
      subject: {kind: viewKind(relation), identity: relation.identity},
      cell: 'read',
      command: 'SELECT',
      role: privilege.role,
      state,
      sql: contentOf(relation, privilege.select),
    }
}

/** Writes through the view: B's rows below it have to stay as they are. */
export function* viewProbes(world: World, relation: Relation, privilege: Privilege): Generator<Probe> {
  const below = ownedBelow(world, relation)
  if (relation.kind !== 'v' || below.length === 0) return
  const after = `SELECT concat_ws(',', ${below.map((owned) => `(${fingerprint(world, owned)})`).join(', ')})`
  const expected = below.flatMap(({relation: {oid}}) => world.counts.get(oid)?.fingerprint ?? []).join(',')
  const same: Judge = {by: 'same', expected}
  const probe = (cell: Cell, command: string, state: Probe['state'], sql: string): Probe => ({
    subject: {kind: 'view', identity: relation.identity},
    cell,
    command,
    role: privilege.role,
    state,
    sql,
    after,
    judge: same,
  })
  const column =
    relation.columns.find(
      ({name, writable, category}) => writable && privilege.update.includes(name) && category === 'S',
    ) ?? relation.columns.find(({name, writable}) => writable && privilege.update.includes(name))
  const row = viewRow(world, relation, privilege)
  for (const state of world.states.filter(({writes, who}) => writes && who !== 'victim')) {
    if (column)
      yield probe(
        'update',
        'UPDATE without WHERE',
        state,
        `UPDATE ${relation.identity} SET ${quoteIdent(column.name)} = ${isText(column) ? `'changed'::${column.baseType}` : `${quoteIdent(column.name)}`}`,
      )
    if (privilege.delete && relation.columns.some(({writable}) => writable))
      yield probe('delete', 'DELETE without WHERE', state, `DELETE FROM ${relation.identity}`)
    if (row.size > 0)
      yield probe(
        'insert',
        'INSERT of a row of B',
        state,
        `INSERT INTO ${relation.identity} (${[...row.keys()].map(quoteIdent).join(', ')}) VALUES (${[...row.values()].join(', ')})`,
      )
  }
}

/** A new row of B, of the columns that the view has of its table. */
function viewRow(world: World, relation: Relation, privilege: Privilege): ReadonlyMap<string, string> {
  const names = relation.columns
    .filter(({name, writable}) => writable && privilege.insert.includes(name))
    .map(({name}) => name)
  for (const {relation: base, whose} of ownedBelow(world, relation)) {
    const fresh = world.seeds.fresh.get(`${base.oid} victim2`)
    if (fresh && whose.every(({name}) => names.includes(name)))
      return new Map([...fresh].filter(([name]) => names.includes(name)))
  }
  return new Map()
}
